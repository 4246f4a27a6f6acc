package dev.mainstay.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.events.Event.OperationEnded;
import dev.mainstay.http.CookieLook;
import dev.mainstay.http.OriginCheck.Verdict;
import dev.mainstay.http.SessionCookie;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.WhenFull;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter in a real container, over real HTTP, on the engine in memory. */
class SessionFilterTest {
  private static final List<String> CALLS = new CopyOnWriteArrayList<>();
  private static final List<Object> REFUSED = new CopyOnWriteArrayList<>();
  private static volatile String silent = "";
  private static Mainstay mainstay;
  private static Sessions sessions;
  private static Replica replica;

  private record Cart(int items, String currency) {}

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    mainstay =
        Mainstay.on(
            MemoryEngine.create(),
            event -> {
              if (event instanceof OperationEnded ended) {
                CALLS.add(ended.operation());
              }
            });
    SessionPolicy policy =
        SessionPolicy.idle(Duration.ofMinutes(30)).limit(1).whenFull(WhenFull.REJECT);
    sessions = mainstay.sessions("web", policy);
    SessionFilter filter =
        SessionFilter.of(breakable(sessions))
            .withCookie(SessionCookie.insecure("sid"))
            .withObserver(new Refusals());
    replica = new Replica(filter, folder);
  }

  @AfterAll
  static void stop() throws Exception {
    replica.close();
    mainstay.close();
  }

  @BeforeEach
  void reset() {
    CALLS.clear();
    REFUSED.clear();
    silent = "";
  }

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

  @Test
  void refusesWritesOfOtherOrigins() throws Exception {
    String cookie = started("a", 1);
    CALLS.clear();
    var foreign = replica.request(cookie).header("Origin", "https://evil.example");
    HttpResponse<String> response =
        replica.send(foreign.POST(BodyPublishers.noBody()), set("a", 2));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body()).contains("cross-origin");
    var quiet = replica.request(cookie).POST(BodyPublishers.noBody());
    assertThat(replica.send(quiet, set("a", 2)).statusCode()).isEqualTo(403);
    assertThat(CALLS).isEmpty();
    assertThat(REFUSED).containsExactly(Verdict.FOREIGN_ORIGIN, Verdict.SILENT);
    var hook = replica.request("").POST(BodyPublishers.noBody());
    assertServed(replica.send(hook, (request, answer) -> {}));
  }

  @Test
  void triesNoneOfTwoCookies() throws Exception {
    String cookie = started("a", 1);
    CALLS.clear();
    assertServed(
        replica.get(
            cookie + "; sid=planted",
            (request, answer) -> assertThat(request.getSession(false)).isNull()));
    assertThat(REFUSED).containsExactly(new CookieLook.Duplicate(2));
    assertThat(CALLS).isEmpty();
  }

  @Test
  void writesBeforeTheResponseIsCommitted() throws Exception {
    byte[] large = new byte[100_000];
    List<Replica.Handler> ways =
        List.of(
            (request, answer) -> answer.getOutputStream().write(large),
            (request, answer) -> {
              for (int i = 0; i < 100_000; i++) {
                answer.getWriter().print('x');
              }
            },
            (request, answer) -> answer.flushBuffer(),
            (request, answer) -> answer.getWriter().flush(),
            (request, answer) -> answer.getOutputStream().close(),
            (request, answer) -> answer.sendError(418),
            (request, answer) -> answer.sendRedirect("/elsewhere"),
            (request, answer) -> {
              answer.setHeader("content-length", "2");
              answer.getOutputStream().print("ok");
            });
    for (Replica.Handler way : ways) {
      CALLS.clear();
      HttpResponse<String> response =
          replica.post(
              "",
              (request, answer) -> {
                request.getSession().setAttribute("a", 1);
                way.handle(request, answer);
              });
      assertThat(attributes(Replica.cookie(response))).containsOnlyKeys("a");
      assertThat(CALLS).containsExactly("sessions.start", "sessions.find");
    }
  }

  @Test
  void writesLateChangesAndStartsNoSessionLate() throws Exception {
    String cookie = started("a", 1);
    replica.post(
        cookie,
        (request, answer) -> {
          request.getSession().setAttribute("b", 1);
          answer.flushBuffer();
          request.getSession().setAttribute("c", 1);
          assertThatThrownBy(request::changeSessionId).isInstanceOf(IllegalStateException.class);
        });
    assertThat(attributes(cookie)).containsOnlyKeys("a", "b", "c");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    replica.get(
        "",
        (request, answer) -> {
          answer.flushBuffer();
          try {
            request.getSession();
          } catch (IllegalStateException e) {
            thrown.set(e);
          }
        });
    assertThat(thrown).hasValueMatching(e -> e.getMessage().contains("committed"));
  }

  @Test
  void writesWhatAnAsynchronousRequestChanges() throws Exception {
    String cookie = started("a", 1);
    replica.post(
        cookie,
        (request, answer) -> {
          AsyncContext async = request.startAsync();
          async.start(
              () -> {
                ((HttpServletRequest) async.getRequest()).getSession().setAttribute("b", 1);
                async.complete();
              });
        });
    await().untilAsserted(() -> assertThat(attributes(cookie)).containsOnlyKeys("a", "b"));
  }

  @Test
  void answers503WhereTheStoreIsSilent() throws Exception {
    String cookie = started("a", 1);
    silent = "find";
    HttpResponse<String> response = replica.get(cookie, (request, answer) -> request.getSession());
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("2");
    assertThat(response.body()).contains("store-unavailable").contains("\"applied\":null");
    silent = "update";
    HttpResponse<String> rotated =
        replica.post(
            cookie,
            (request, answer) -> {
              request.changeSessionId();
              request.getSession().setAttribute("a", 2);
              answer.getWriter().print("all is well");
            });
    assertThat(rotated.statusCode()).isEqualTo(503);
    assertThat(rotated.body()).doesNotContain("well");
    assertThat(attributes(Replica.cookie(rotated))).containsOnlyKeys("a");
  }

  @Test
  void keepsWhatAFailedRequestChanged() throws Exception {
    String cookie = started("a", 1);
    HttpResponse<String> response =
        replica.post(
            cookie,
            (request, answer) -> {
              request.getSession().setAttribute("attempts", 1);
              throw new IllegalStateException("planted");
            });
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(attributes(cookie)).containsOnlyKeys("a", "attempts");
  }

  private static String started(String name, Object value) throws Exception {
    return Replica.cookie(replica.post("", set(name, value)));
  }

  private static Replica.Handler set(String name, Object value) {
    return (request, answer) -> request.getSession().setAttribute(name, value);
  }

  private static Map<String, ?> attributes(String cookie) {
    return sessions.find(cookie.substring(4)).live().orElseThrow().attributes().asMap();
  }

  private static void assertServed(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static Sessions breakable(Sessions whole) {
    return (Sessions)
        Proxy.newProxyInstance(
            Sessions.class.getClassLoader(),
            new Class<?>[] {Sessions.class},
            (proxy, method, args) -> {
              if (method.getName().equals(silent)) {
                throw new StoreUnavailableException(
                    "sessions." + silent, "silent", Applied.UNKNOWN, Duration.ofMillis(1500), null);
              }
              try {
                return method.invoke(whole, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void unchecked(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static final class Refusals implements SessionFilter.Observer {
    @Override
    public void cookieRefused(CookieLook look) {
      REFUSED.add(look);
    }

    @Override
    public void originRefused(Verdict verdict) {
      REFUSED.add(verdict);
    }
  }
}
