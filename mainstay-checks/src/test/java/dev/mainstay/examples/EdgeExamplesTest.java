package dev.mainstay.examples;

import static dev.mainstay.sessions.Attributes.attributes;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.events.Event;
import dev.mainstay.http.CsrfTokens;
import dev.mainstay.http.servlet.SessionFilter;
import dev.mainstay.http.servlet.WebSession;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.time.ManualClock;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Examples that need no Redis: tests of users, listeners, servlets. */
class EdgeExamplesTest {

  @Test
  void clock() {
    // @start region="clock"
    ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    Mainstay mainstay = Mainstay.on(MemoryEngine.on(clock));
    Sessions sessions = mainstay.sessions("web", SessionPolicy.idle(ofMinutes(30)));
    String token = sessions.start("ada", attributes("theme", "dark")).token();

    clock.advance(ofMinutes(30).plusMillis(1));
    assertThat(sessions.find(token)).isEqualTo(new Gone(Gone.Reason.IDLE));
    // @end
    mainstay.close();
  }

  @Test
  void listener() {
    List<String> seen = new ArrayList<>();
    // @start region="listener"
    Mainstay mainstay =
        Mainstay.on(
            MemoryEngine.create(),
            event -> {
              if (event instanceof Event.OperationEnded ended) {
                seen.add(ended.operation() + " " + ended.outcome());
              }
            });
    // @end
    Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
    sessions.find(sessions.start(SessionStart.of("ada")).token());
    mainstay.close();
    assertThat(seen).containsExactly("sessions.start ok", "sessions.find live");
  }

  @Test
  void csrf() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    String sessionId = "0123456789abcdef";
    // @start region="csrf"
    CsrfTokens tokens = CsrfTokens.signedBy(key); // 32 random bytes, the same on every replica
    String token = tokens.issue(sessionId); // into the form or a header
    boolean genuine = tokens.verify(sessionId, token);
    // @end
    assertThat(genuine).isTrue();
    assertThat(tokens.verify("another", token)).isFalse();
  }

  /** Compiled here; {@code SessionFilterTest} runs the filter in a container. */
  static void filter(ServletContext context, Sessions sessions) {
    // @start region="filter"
    context
        .addFilter("sessions", SessionFilter.of(sessions))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    // @end
  }

  static void login(HttpServletRequest request, String user) {
    // @start region="web-session"
    WebSession session = WebSession.of(request);
    session.setAttribute("theme", "dark");
    session.login(user); // a new token in the cookie, the old session ends
    // @end
  }

  static void logout(HttpServletRequest request) {
    // @start region="web-logout"
    WebSession.logout(request); // dead for every replica; the cookie goes with the answer
    // @end
  }
}
