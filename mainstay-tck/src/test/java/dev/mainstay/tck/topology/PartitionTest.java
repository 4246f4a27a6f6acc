package dev.mainstay.tck.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Fault;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.Hiccups;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.chaos.load.Client;
import dev.mainstay.chaos.load.Deadlines;
import dev.mainstay.chaos.load.Ticket;
import dev.mainstay.chaos.load.Walk;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.tck.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The network between a replica and its store is silent for some seconds: nothing is refused and
 * nothing is reset. {@code ./mainstay bench partition} has the same between network namespaces, for
 * each topology.
 */
@Timeout(60)
class PartitionTest {
  private static final int WALKS = 6;
  private static final int MOST_ATTEMPTS = 20;
  private static final Duration PACE = Duration.ofMillis(5);
  private static final Duration NOTICED = Duration.ofSeconds(2);
  private static final Duration BACK = Duration.ofSeconds(1);

  /** Longer than it takes until attempts to connect come at their longest distance. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final History history = new History(1_000_000);

  @Test
  void aPartitionIsNoticedAndAnswersNobodyAndPasses() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(
                TestServer.alone()
                    .withRoles(StoreRole.STATE)
                    .withTransport(EmbeddedOptions.Transport.LOOPBACK));
        Proxy proxy = Proxy.start(URI.create(redis.state().url()).getPort());
        RedisEngine engine = RedisEngine.connect(through(proxy, redis.state().url()));
        Mainstay mainstay = Mainstay.on(engine);
        HiccupMeter meter = HiccupMeter.start(history::now)) {
      Silence silence =
          under(mainstay.sessions("cut", SessionPolicy.DEFAULT.limit(1_000)), proxy, engine);
      Hiccups hiccups = meter.hiccups();
      Duration standing = lost(hiccups, silence.begin(), silence.noticed());
      assertThat(Duration.ofNanos(silence.noticed() - silence.begin()))
          .isLessThan(NOTICED.plus(standing));
      Verdict verdict = judge(silence, hiccups);
      assertThat(verdict.violations()).as(verdict.text()).isEmpty();
      assertThat(proxy.busiestSecond()).isLessThanOrEqualTo(MOST_ATTEMPTS);
    }
  }

  /** When the network was silent, and when the engine noticed, on the history's clock. */
  private record Silence(long begin, long noticed, long end) {}

  private Silence under(Sessions sessions, Proxy proxy, RedisEngine engine) {
    Ticket shared = new Client("first", history).start(sessions, "shared").ticket().orElseThrow();
    Walk.Setting setting = new Walk.Setting(1, List.of(sessions), shared, history, PACE);
    List<Walk> walks = IntStream.range(0, WALKS).mapToObj(i -> new Walk(i, setting)).toList();
    List<Thread> threads = walks.stream().map(Thread::new).toList();
    threads.forEach(Thread::start);
    try {
      await().until(() -> answered() > 20 * WALKS);
      return silence(proxy, engine);
    } finally {
      walks.forEach(Walk::stop);
      await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
  }

  private Silence silence(Proxy proxy, RedisEngine engine) {
    proxy.blackHole();
    long begin = history.now();
    await().atMost(SILENCE).until(() -> engine.state().condition() != Condition.UP);
    long noticed = history.now();
    Pause.of(SILENCE.minusNanos(noticed - begin));
    long end = history.now();
    proxy.heal();
    Pause.of(BACK.plus(BACK.dividedBy(2)));
    return new Silence(begin, noticed, end);
  }

  /** The network is silent; everybody is served again so soon after that. */
  private record Cut(Duration recovery) implements Fault {
    @Override
    public String name() {
      return "CUT";
    }

    @Override
    public boolean explains(Operation operation) {
      return true;
    }
  }

  private Verdict judge(Silence silence, Hiccups hiccups) {
    long end = silence.end();
    Cut fault = new Cut(BACK.plus(lost(hiccups, end, end + BACK.toNanos())));
    List<Strike> strikes = List.of(new Strike(fault, silence.begin(), end));
    return Checker.of(Invariants.ofSessions(Losses.NONE, SILENCE))
        .and(Invariants.nobodyIsAnsweredMeanwhile())
        .and(Invariants.everybodyIsServedAgain())
        .and(Invariants.failuresHaveACause())
        .and(Invariants.deadlinesHold(Deadlines.USUAL))
        .check(new Evidence("a partition", history.operations(), strikes, hiccups));
  }

  private long answered() {
    return history.operations().stream().filter(it -> it.outcome().isOk()).count();
  }

  /** For so long this process did not get to run. */
  private static Duration lost(Hiccups hiccups, long from, long to) {
    return Duration.ofNanos(
        hiccups.spans().stream()
            .mapToLong(it -> Math.max(0, Math.min(it.end(), to) - Math.max(it.begin(), from)))
            .sum());
  }

  private static String through(Proxy proxy, String url) {
    return url.replaceFirst(":\\d+$", ":" + proxy.port());
  }
}
