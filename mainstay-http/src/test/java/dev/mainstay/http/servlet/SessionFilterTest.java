package dev.mainstay.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.CodecException;
import dev.mainstay.sessions.Rotated;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session is to a servlet, and what it costs. */
class SessionFilterTest extends FilteredApp {
  private record Cart(int items, String currency) {}

  @Test
  void costsNothingUnlessAskedFor() throws Exception {
    String cookie = started("a", 1);
    CALLS.clear();
    assertThat(replica.get(cookie, (request, response) -> {}).statusCode()).isEqualTo(200);
    HttpResponse<String> none =
        replica.get("", (request, response) -> assertThat(request.getSession(false)).isNull());
    assertThat(none.statusCode()).isEqualTo(200);
    assertThat(none.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(CALLS).isEmpty();
  }

  @Test
  void startsASessionInOneTripAndSetsItsCookie() throws Exception {
    HttpResponse<String> response =
        replica.post(
            "",
            (request, answer) -> {
              HttpSession session = request.getSession();
              session.setAttribute("a", 1);
              assertThat(session.isNew()).isTrue();
              assertThat(request.getSession(false)).isSameAs(session);
            });
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(CALLS).containsExactly("sessions.start");
    assertThat(response.headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .matches("sid=ms1\\.[A-Za-z0-9_.-]{63}; Path=/; HttpOnly; SameSite=Lax");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void readsInOneTrip() throws Exception {
    String cookie = started("a", 1);
    CALLS.clear();
    HttpResponse<String> response =
        replica.get(
            cookie,
            (request, answer) -> {
              assertThat(request.getSession().getAttribute("a")).isEqualTo(1);
              assertThat(request.getSession(false).isNew()).isFalse();
              assertThat(request.getRequestedSessionId())
                  .isEqualTo(request.getSession().getId())
                  .hasSize(16);
              assertThat(request.isRequestedSessionIdValid()).isTrue();
            });
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(CALLS).containsExactly("sessions.find");
  }

  @Test
  void asksOnceForATokenThatIsNone() throws Exception {
    replica.get(
        "sid=forged",
        (request, answer) -> {
          assertThat(request.getSession(false)).isNull();
          assertThat(request.getSession(false)).isNull();
          assertThat(request.isRequestedSessionIdValid()).isFalse();
        });
    assertThat(CALLS).containsExactly("sessions.find");
  }

  @Test
  void writesAllChangesInOneUpdate() throws Exception {
    String cookie = started("a", 1);
    CALLS.clear();
    replica.post(
        cookie,
        (request, answer) -> {
          HttpSession session = request.getSession();
          session.setAttribute("b", new Cart(2, "EUR"));
          session.setAttribute("c", List.of(1, "x"));
          session.setAttribute("b", new Cart(3, "EUR"));
          session.removeAttribute("a");
          assertThat(Collections.list(session.getAttributeNames())).containsExactly("b", "c");
          assertThat(session.getAttribute("b")).isEqualTo(Map.of("items", 3, "currency", "EUR"));
        });
    assertThat(CALLS).containsExactly("sessions.find", "sessions.update");
    assertServed(
        replica.get(
            cookie,
            (request, answer) -> {
              WebSession session = WebSession.of(request);
              assertThat(session.getAttribute("a")).isNull();
              assertThat(session.getAttribute("b", Cart.class)).isEqualTo(new Cart(3, "EUR"));
              assertThat(session.getAttribute("c")).isEqualTo(List.of(1, "x"));
            }));
  }

  @Test
  void losesNothingToAParallelRequest() throws Exception {
    String cookie = started("a", 1);
    replica.post(
        cookie,
        (request, answer) -> {
          HttpSession session = request.getSession();
          session.setAttribute("mine", 1);
          unchecked(() -> replica.post(cookie, set("theirs", 2)));
        });
    assertThat(attributes(cookie)).containsOnlyKeys("a", "mine", "theirs");
  }

  @Test
  void refusesWhatIsNoJsonWhereItIsSet() throws Exception {
    String cookie = started("a", 1);
    assertServed(
        replica.post(
            cookie,
            (request, answer) -> {
              HttpSession session = request.getSession();
              List<Object> endless = new ArrayList<>();
              endless.add(endless);
              assertThatThrownBy(() -> session.setAttribute("x", endless))
                  .isInstanceOf(CodecException.class);
              assertThatThrownBy(() -> WebSession.of(request).getAttribute("a", Cart.class))
                  .isInstanceOf(CodecException.class);
            }));
  }

  @Test
  void changesTheTokenAndNotTheSession() throws Exception {
    String old = started("a", 1);
    CALLS.clear();
    HttpResponse<String> response =
        replica.post(
            old,
            (request, answer) -> {
              String id = request.getSession().getId();
              request.getSession().setAttribute("b", 2);
              assertThat(request.changeSessionId()).isEqualTo(id);
            });
    assertThat(CALLS).containsExactly("sessions.find", "sessions.rotate", "sessions.update");
    String renewed = Replica.cookie(response);
    assertThat(renewed).isNotEmpty().isNotEqualTo(old);
    assertThat(attributes(renewed)).containsOnlyKeys("a", "b");
    assertThat(sessions.find(old.substring(4)).isLive()).isFalse();
  }

  @Test
  void logsInAndKeepsTheAttributes() throws Exception {
    String anonymous = started("cart", 3);
    HttpResponse<String> response =
        replica.post(anonymous, (request, answer) -> WebSession.of(request).login("ada"));
    String cookie = Replica.cookie(response);
    assertServed(
        replica.get(
            cookie,
            (request, answer) -> {
              assertThat(WebSession.of(request).user()).isEqualTo("ada");
              assertThat(request.getSession().getAttribute("cart")).isEqualTo(3);
            }));
    assertThat(sessions.find(anonymous.substring(4)).isLive()).isFalse();
    CALLS.clear();
    HttpResponse<String> refused =
        replica.post(
            "",
            (request, answer) -> {
              assertThat(WebSession.of(request).login("ada"))
                  .isNotInstanceOf(Rotated.Renewed.class);
              request.getSession().invalidate();
            });
    assertServed(refused);
    assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(CALLS).containsExactly("sessions.start");
  }

  @Test
  void endsTheSessionAndClearsTheCookie() throws Exception {
    String cookie = started("a", 1);
    HttpResponse<String> response =
        replica.post(
            cookie,
            (request, answer) -> {
              HttpSession session = request.getSession();
              session.setAttribute("a", 2);
              session.invalidate();
              assertThat(request.getSession(false)).isNull();
              assertThatThrownBy(() -> session.getAttribute("a"))
                  .isInstanceOf(IllegalStateException.class);
            });
    assertServed(response);
    assertThat(response.headers().firstValue("Set-Cookie")).get().asString().contains("Max-Age=0");
    assertThat(sessions.find(cookie.substring(4)).isLive()).isFalse();
  }

  @Test
  void leavesASessionThatEndedMeanwhileDead() throws Exception {
    String cookie = started("a", 1);
    assertServed(
        replica.post(
            cookie,
            (request, answer) -> {
              request.getSession().setAttribute("a", 2);
              sessions.revoke(cookie.substring(4));
            }));
    assertThat(sessions.find(cookie.substring(4)).isLive()).isFalse();
  }
}
