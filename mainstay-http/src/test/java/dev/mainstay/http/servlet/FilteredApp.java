package dev.mainstay.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.events.Event.OperationEnded;
import dev.mainstay.http.CookieLook;
import dev.mainstay.http.OriginCheck.Verdict;
import dev.mainstay.http.SessionCookie;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.WhenFull;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An application behind the filter, in a container, over real HTTP, on the engine in memory. */
abstract class FilteredApp {
  static final List<String> CALLS = new CopyOnWriteArrayList<>();
  static final List<Object> REFUSED = new CopyOnWriteArrayList<>();
  static volatile String silent = "";
  static volatile boolean lags;
  static Mainstay mainstay;
  static Sessions sessions;
  static Replica replica;

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
    lags = false;
  }

  static String started(String name, Object value) throws Exception {
    return Replica.cookie(replica.post("", set(name, value)));
  }

  static Replica.Handler set(String name, Object value) {
    return (request, answer) -> request.getSession().setAttribute(name, value);
  }

  static Map<String, ?> attributes(String cookie) {
    return sessions.find(cookie.substring(4)).live().orElseThrow().attributes().asMap();
  }

  static void assertServed(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  static Sessions breakable(Sessions whole) {
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
                Object done = method.invoke(whole, args);
                return lags ? unconfirmed(done) : done;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** What an operation comes to whose replicas do not confirm it. */
  private static Object unconfirmed(Object done) {
    if (done instanceof Boolean) {
      throw new UnconfirmedException("sessions.revoke");
    }
    return done instanceof Rotated.Confirmed renewed
        ? new Rotated.Unconfirmed(renewed.token(), renewed.session())
        : done;
  }

  interface Step {
    void run() throws Exception;
  }

  static void unchecked(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static final class Refusals implements SessionFilter.Observer {
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
