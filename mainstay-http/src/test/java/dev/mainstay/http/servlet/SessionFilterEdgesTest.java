package dev.mainstay.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.http.CookieLook;
import dev.mainstay.http.OriginCheck.Verdict;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is refused, when things are written, and what happens when something fails. */
class SessionFilterEdgesTest extends FilteredApp {
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
    assertThat(thrown.get()).hasMessageContaining("committed");
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
}
