package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.events.Event;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.redis.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a link does with a server that stalls, goes away or throws it out. */
class WeatherTest {
  private static final Duration SLACK = Duration.ofMillis(50);
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private TestRedis redis;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private RedisOptions options() {
    return RedisOptions.parse(redis.url())
        .withListener(events::add)
        .withReconnect(Duration.ofMillis(20), Duration.ofMillis(100));
  }

  @Test
  void callsEndByTheirDeadlineWhenTheServerIsFrozen() {
    RedisOptions options = options().withHeartbeat(Duration.ofSeconds(5));
    try (Link link = Link.connect(options)) {
      redis.freeze();
      // A machine that hiccups may spoil a round, but not three in a row.
      Duration over = overrun(link);
      for (int i = 0; i < 2 && over.compareTo(SLACK) > 0; i++) {
        over = overrun(link);
      }
      assertThat(over).isLessThanOrEqualTo(SLACK);
      assertThat(outcomes()).containsExactly("timeout");
    }
  }

  /** How long after its deadline the slowest of many reads and writes ended. */
  private static Duration overrun(Link link) {
    AtomicLong slowestRead = new AtomicLong();
    AtomicLong slowestWrite = new AtomicLong();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(timed(link.get("test", new byte[] {1}), slowestRead));
      calls.add(timed(Calls.send(link, "INCR", "n"), slowestWrite));
    }
    calls.forEach(call -> assertThat(unavailable(call).applied()).isEqualTo(Applied.UNKNOWN));
    long read = slowestRead.get() - link.options().readDeadline().toNanos();
    long write = slowestWrite.get() - link.options().writeDeadline().toNanos();
    // The clock here starts a moment after the call's own.
    assertThat(Math.min(read, write)).as("not before its deadline").isGreaterThan(-1_000_000);
    return Duration.ofNanos(Math.max(read, write));
  }

  /** What accompanies the heartbeat is not to block; where it does, deadlines hold all the same. */
  @Test
  void callsEndByTheirDeadlineWhileABeatBlocks() {
    AtomicBoolean blocks = new AtomicBoolean();
    AtomicBoolean blockedToTheEnd = new AtomicBoolean();
    CountDownLatch goOn = new CountDownLatch(1);
    try (Link link = Link.connect(options())) {
      link.onBeat(
          it -> {
            blocks.set(true);
            blockedToTheEnd.compareAndSet(false, !block(goOn));
            return CompletableFuture.completedFuture(it);
          });
      await().untilTrue(blocks);
      redis.freeze();
      assertThat(unavailable(Calls.send(link, "INCR", "n"))).hasMessageContaining("500 ms");
      assertThat(blockedToTheEnd).isFalse();
    } finally {
      goOn.countDown();
    }
  }

  /** Not for ever, so that a link without this promise fails the test instead of hanging it. */
  private static boolean block(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void aStallIsNoticedAndPasses() {
    try (Link link = Link.connect(options().withConnectTimeout(Duration.ofMillis(300)))) {
      redis.freeze();
      await().atMost(Duration.ofSeconds(2)).until(() -> is(link, Condition.STALLED));
      assertThat(link.state().misses()).isGreaterThanOrEqualTo(2);
      await().until(() -> atOnce(Calls.send(link, "INCR", "n")));
      redis.thaw();
      await().atMost(Duration.ofSeconds(3)).until(() -> is(link, Condition.UP));
      assertThat(Calls.run(link, "INCR", "after")).containsExactly(1L);
      assertThat(states()).containsSubsequence("up", "stalled", "up");
    }
  }

  @Test
  void withoutAConnectionCallsFailAtOnce() {
    try (Link link = Link.connect(options())) {
      redis.close();
      await().until(() -> is(link, Condition.DOWN));
      // A machine that hiccups may spoil a call, but not three in a row.
      Duration took = refusal(link);
      for (int i = 0; i < 2 && took.compareTo(SLACK) >= 0; i++) {
        took = refusal(link);
      }
      assertThat(took).isLessThan(SLACK);
      // A heartbeat is on its way for a moment, until it is refused too.
      await().until(() -> link.inFlight() == 0);
    }
  }

  /** How long it took to hear that there is no connection. */
  private Duration refusal(Link link) {
    long start = System.nanoTime();
    StoreUnavailableException problem = unavailable(Calls.send(link, "INCR", "n"));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(problem.applied()).isEqualTo(Applied.NO);
    assertThat(problem).hasMessageContaining(redis.url());
    return took;
  }

  @Test
  void callsAboveTheBoundFailAtOnce() {
    // The calls that are taken have time until the server goes on, on a slow machine too.
    RedisOptions options =
        options()
            .withMaxInFlight(10)
            .withHeartbeat(Duration.ofSeconds(30))
            .withWriteDeadline(Duration.ofSeconds(20));
    try (Link link = Link.connect(options)) {
      redis.freeze();
      List<CompletableFuture<?>> taken = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        taken.add(Calls.send(link, "INCR", "n"));
      }
      CompletableFuture<?> above = Calls.send(link, "INCR", "n");
      assertThat(above).isCompletedExceptionally();
      assertThat(unavailable(above).applied()).isEqualTo(Applied.NO);
      assertThat(unavailable(above)).hasMessageContaining("maxInFlight");
      assertThat(outcomes()).containsExactly("overload");
      redis.thaw();
      taken.forEach(CompletableFuture::join);
      assertThat(Calls.run(link, "GET", "n").get(0))
          .isEqualTo("10".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void nothingIsSentTwice() throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    AtomicInteger unknown = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (Link link = Link.connect(options());
        Link killer = Link.connect(options())) {
      AtomicInteger kills = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> counting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        counting.add(
            threads.submit(
                () -> {
                  while (kills.get() < 20) {
                    count(Calls.send(link, "INCR", "n"), acknowledged, unknown, refused);
                  }
                }));
      }
      threads.shutdown();
      while (kills.get() < 20) {
        int before = acknowledged.get();
        await().pollInterval(Duration.ofMillis(5)).until(() -> acknowledged.get() > before + 200);
        Calls.run(killer, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        kills.incrementAndGet();
      }
      for (Future<?> one : counting) {
        one.get(5, TimeUnit.SECONDS);
      }
      int counter = Integer.parseInt(Calls.show(Calls.run(killer, "GET", "n").get(0)));
      assertThat(unknown.get()).as("kills that hit a call on its way").isPositive();
      assertThat(counter)
          .as("acknowledged %s, unknown %s, refused %s", acknowledged, unknown, refused)
          .isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
    }
  }

  @Test
  void whatAccompaniesTheHeartbeatIsSentWithEach() {
    AtomicInteger beats = new AtomicInteger();
    try (Link link = Link.connect(options().withHeartbeat(Duration.ofMillis(20)))) {
      link.onBeat(
          it -> {
            beats.incrementAndGet();
            return it.get("epochs", new byte[] {1});
          });
      await().until(() -> beats.get() > 3);
      assertThat(link.state().lastRoundTrip()).isPositive();
    }
  }

  private static void count(
      CompletableFuture<?> call,
      AtomicInteger acknowledged,
      AtomicInteger unknown,
      AtomicInteger refused) {
    try {
      call.join();
      acknowledged.incrementAndGet();
    } catch (CompletionException e) {
      boolean no = cause(e).applied() == Applied.NO;
      (no ? refused : unknown).incrementAndGet();
    }
  }

  private static CompletableFuture<?> timed(CompletableFuture<?> call, AtomicLong slowest) {
    long start = System.nanoTime();
    var unused =
        call.whenComplete(
            (value, problem) -> slowest.accumulateAndGet(System.nanoTime() - start, Math::max));
    return call;
  }

  private static StoreUnavailableException unavailable(CompletableFuture<?> call) {
    try {
      call.join();
      throw new AssertionError("the call should have failed");
    } catch (CompletionException e) {
      return cause(e);
    }
  }

  private static StoreUnavailableException cause(CompletionException e) {
    assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
    return (StoreUnavailableException) Objects.requireNonNull(e.getCause());
  }

  private static boolean atOnce(CompletableFuture<?> call) {
    return call.isCompletedExceptionally();
  }

  private static boolean is(Link link, Condition condition) {
    return link.state().condition() == condition;
  }

  private List<String> outcomes() {
    return events.stream()
        .filter(Event.StoreCallEnded.class::isInstance)
        .map(event -> ((Event.StoreCallEnded) event))
        .filter(event -> !event.command().equals("TIME") && !event.command().equals("INFO"))
        .filter(event -> !event.command().equals("CONFIG"))
        .map(Event.StoreCallEnded::outcome)
        .distinct()
        .toList();
  }

  private List<String> states() {
    return events.stream()
        .filter(Event.LinkChanged.class::isInstance)
        .map(event -> ((Event.LinkChanged) event).state())
        .toList();
  }
}
