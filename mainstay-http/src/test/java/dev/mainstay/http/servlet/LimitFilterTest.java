package dev.mainstay.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.time.ManualClock;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request meets that takes of limits first, in a container, over real HTTP. */
class LimitFilterTest {
  private static final ManualClock CLOCK = new ManualClock(Instant.parse("2026-11-24T08:00:00Z"));
  private static final AtomicInteger SERVED = new AtomicInteger();
  private static final AtomicReference<OnSilence> SILENT = new AtomicReference<>();
  private static Mainstay mainstay;
  private static Limits limits;
  private static Limiter api;
  private static Limiter jobs;
  private static Limiter queue;
  private static Replica replica;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    mainstay = Mainstay.on(MemoryEngine.on(CLOCK));
    limits = mainstay.limits("web");
    api = limits.limiter("api", Limit.of(2, Duration.ofSeconds(3)));
    jobs = limits.limiter("jobs", Limit.concurrency(1, Duration.ofMinutes(1)));
    queue = limits.limiter("queue", Limit.leakyQueue(10, Duration.ofSeconds(1), 5));
    replica = new Replica(LimitFilter.of(breakable(), LimitFilterTest::takes), folder);
  }

  @AfterAll
  static void stop() throws Exception {
    replica.close();
    mainstay.close();
  }

  @BeforeEach
  void reset() {
    SERVED.set(0);
    SILENT.set(null);
    for (String limit : List.of("api", "jobs", "queue")) {
      limits.reset(Take.of(limit, "ada"));
    }
  }

  private static List<Take> takes(HttpServletRequest request) {
    String wanted = Optional.ofNullable(request.getHeader("Limits")).orElse("");
    return List.of(wanted.split(",")).stream()
        .filter(name -> !name.isEmpty())
        .map(name -> Take.of(name, "ada"))
        .toList();
  }

  private static Limits breakable() {
    return (Limits)
        Proxy.newProxyInstance(
            Limits.class.getClassLoader(),
            new Class<?>[] {Limits.class},
            (proxy, method, args) -> {
              OnSilence silent = SILENT.get();
              if (silent != null && method.getName().equals("take")) {
                return new Decision.Undecided(silent == OnSilence.PASS, silent, "silent");
              }
              try {
                return method.invoke(limits, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static HttpResponse<String> get(String wanted) throws Exception {
    return get(wanted, (request, response) -> SERVED.incrementAndGet());
  }

  private static HttpResponse<String> get(String wanted, Replica.Handler does) throws Exception {
    return replica.send(replica.request("").header("Limits", wanted).GET(), does);
  }

  private static String field(HttpResponse<String> response, String name) {
    return String.join(" | ", response.headers().allValues(name));
  }

  @Test
  void everyAnswerSaysHowTheLimitStands() throws Exception {
    HttpResponse<String> response = get("api");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(field(response, "RateLimit-Policy")).isEqualTo("\"api\";q=2;w=3");
    assertThat(field(response, "RateLimit")).isEqualTo("\"api\";r=1;t=2");
    assertThat(field(response, "Retry-After")).isEmpty();
  }

  @Test
  void aRequestTooManyIsAnsweredWith429AndComesInAsSoonAsItIsTold() throws Exception {
    get("api");
    get("api");
    HttpResponse<String> refused = get("api");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(SERVED).hasValue(2);
    assertThat(field(refused, "Content-Type")).startsWith("application/problem+json");
    assertThat(field(refused, "Cache-Control")).isEqualTo("no-store");
    assertThat(field(refused, "RateLimit")).isEqualTo("\"api\";r=0;t=3");
    assertThat(refused.body()).contains("#quota-exceeded").contains("\"violated\":[\"api\"]");
    CLOCK.advance(Duration.ofSeconds(Long.parseLong(field(refused, "Retry-After"))));
    assertThat(get("api").statusCode()).isEqualTo(200);
  }

  @Test
  void whoTakesNothingPassesUncounted() throws Exception {
    HttpResponse<String> response = get("");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(field(response, "RateLimit")).isEmpty();
  }

  @Test
  void severalLimitsAreOneDecision() throws Exception {
    get("api");
    get("api");
    HttpResponse<String> refused = get("jobs,api");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(field(refused, "RateLimit-Policy"))
        .isEqualTo("\"jobs\";q=1;qu=\"concurrent-requests\", \"api\";q=2;w=3");
    assertThat(jobs.state("ada").remaining()).isEqualTo(1);
  }

  @Test
  void permitsAreHeldAsLongAsTheRequestGoesOn() throws Exception {
    get(
        "jobs",
        (request, response) ->
            FilteredApp.unchecked(() -> assertThat(jobs.state("ada").remaining()).isZero()));
    Awaitility.await().until(() -> jobs.state("ada").remaining() == 1);
  }

  @Test
  void permitsAreGivenBackWhenARequestFails() throws Exception {
    HttpResponse<String> failed =
        get(
            "jobs",
            (request, response) -> {
              throw new IllegalStateException("planted");
            });
    assertThat(failed.statusCode()).isEqualTo(500);
    Awaitility.await().until(() -> jobs.state("ada").remaining() == 1);
  }

  @Test
  void permitsAreHeldByAnAsynchronousRequestToo() throws Exception {
    HttpResponse<String> response =
        get(
            "jobs",
            (request, answer) -> {
              AsyncContext async = request.startAsync();
              new Thread(
                      () -> {
                        SERVED.set((int) jobs.state("ada").remaining() + 10);
                        async.complete();
                      })
                  .start();
            });
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(SERVED).hasValue(10);
    Awaitility.await().until(() -> jobs.state("ada").remaining() == 1);
  }

  @Test
  void whoQueuesWaitsForHisTurn() throws Exception {
    long begun = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      assertThat(get("queue").statusCode()).isEqualTo(200);
    }
    // The clock of the store stands, so the third is the second in the queue.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(300));
    assertThat(queue.state("ada").remaining()).isEqualTo(3);
  }

  @Test
  void aSilentStoreLetsPassOrRefuses() throws Exception {
    SILENT.set(OnSilence.PASS);
    assertThat(get("api").statusCode()).isEqualTo(200);
    SILENT.set(OnSilence.REFUSE);
    HttpResponse<String> refused = get("api");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(field(refused, "Retry-After")).isEqualTo("1");
    assertThat(refused.body()).contains(":store-unavailable");
    assertThat(SERVED).hasValue(1);
  }
}
