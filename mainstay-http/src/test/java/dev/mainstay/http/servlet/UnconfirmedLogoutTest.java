package dev.mainstay.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What an application and its browser see where replicas have not confirmed an end. */
class UnconfirmedLogoutTest extends FilteredApp {
  private static final Replica.Handler LOGOUT = (request, answer) -> WebSession.logout(request);

  private static Found found(String cookie) {
    return sessions.find(cookie.substring("sid=".length()));
  }

  private static void assertUnconfirmed(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains(":unconfirmed\"").contains("\"applied\":true");
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
  }

  private static void assertCleared(HttpResponse<String> response) {
    assertServed(response);
    assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("sid=;");
  }

  @Test
  void isAnswered503AndRepeatedByTheBrowser() throws Exception {
    String cookie = started("a", 1);
    lags = true;
    assertUnconfirmed(replica.post(cookie, LOGOUT));
    assertThat(found(cookie)).isEqualTo(new Gone(Gone.Reason.REVOKED));
    assertUnconfirmed(replica.post(cookie, LOGOUT));
    lags = false;
    assertCleared(replica.post(cookie, LOGOUT));
  }

  @Test
  void costsOneTripAndNoneWithoutACookie() throws Exception {
    String cookie = started("a", 1);
    CALLS.clear();
    assertCleared(replica.post(cookie, LOGOUT));
    assertThat(CALLS).containsExactly("sessions.revoke");
    CALLS.clear();
    assertServed(replica.post("", LOGOUT));
    assertThat(CALLS).isEmpty();
  }

  @Test
  void leavesNothingOfTheSessionToTheRequest() throws Exception {
    String cookie = started("a", 1);
    lags = true;
    assertUnconfirmed(
        replica.post(
            cookie,
            (request, answer) -> {
              HttpSession session = request.getSession();
              session.setAttribute("a", 2);
              try {
                session.invalidate();
              } finally {
                assertThatThrownBy(() -> session.getAttribute("a"))
                    .isInstanceOf(IllegalStateException.class);
                assertThat(request.getSession(false)).isNull();
              }
            }));
    assertThat(found(cookie)).isEqualTo(new Gone(Gone.Reason.REVOKED));
  }

  @Test
  void canBeAnsweredByTheApplication() throws Exception {
    String cookie = started("a", 1);
    lags = true;
    HttpResponse<String> response =
        replica.post(
            cookie,
            (request, answer) -> {
              try {
                request.getSession().invalidate();
              } catch (UnconfirmedException e) {
                answer.setStatus(503);
                answer.getWriter().print("logged out here; try again");
              }
            });
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("logged out here; try again");
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    lags = false;
    assertCleared(replica.post(cookie, LOGOUT));
  }

  @Test
  void canBeRepeatedWithinTheRequest() throws Exception {
    String cookie = started("a", 1);
    assertCleared(
        replica.post(
            cookie,
            (request, answer) -> {
              lags = true;
              assertThatThrownBy(() -> request.getSession().invalidate())
                  .isInstanceOf(UnconfirmedException.class);
              lags = false;
              WebSession.logout(request);
            }));
  }

  @Test
  void aNewTokenIsDeliveredAllTheSame() throws Exception {
    String cookie = started("a", 1);
    lags = true;
    HttpResponse<String> renewed =
        replica.post(cookie, (request, answer) -> request.changeSessionId());
    assertServed(renewed);
    assertThat(attributes(Replica.cookie(renewed))).containsOnlyKeys("a");
    assertThat(found(cookie)).isInstanceOf(Gone.class);

    HttpResponse<String> login =
        replica.post(
            Replica.cookie(renewed),
            (request, answer) ->
                assertThat(WebSession.of(request).login("uma"))
                    .isInstanceOf(Rotated.Unconfirmed.class));
    assertServed(login);
    assertThat(found(Replica.cookie(login)).live().orElseThrow().user()).isEqualTo("uma");
  }
}
