package dev.mainstay.embedded;

import dev.mainstay.embedded.internal.Binary;
import dev.mainstay.embedded.internal.topology.SentinelPlan;
import dev.mainstay.errors.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Sentinel topology to start: an immutable value.
 *
 * @param replicas how many replicas the primary has at first, 1 to 8
 * @param sentinels how many sentinels watch it, 1 to 9
 * @param quorum how many sentinels have to find it down before a failover begins; more than half of
 *     all have to agree to it anyway
 * @param times when sentinels do what
 * @param parallelSyncs how many replicas turn to a new primary at the same time, 1 to 8
 * @param settings more lines of configuration for data nodes, as in {@code min-replicas-to-write 1}
 * @param binary a redis-server or valkey-server of 7.0 (7.2) or later, or null for the bundled one
 * @param admin whether there is a second user who may do all
 */
public record SentinelOptions(
    int replicas,
    int sentinels,
    int quorum,
    Times times,
    int parallelSyncs,
    List<String> settings,
    @Nullable Path binary,
    boolean admin) {

  /**
   * When sentinels do what.
   *
   * <p>A sentinel of its own pings once a second, the first time so long after it has heard of a
   * new primary. With a {@code downAfter} of 1 s or less it finds that primary down before the
   * answer, and where two do so at the same time, a second, needless failover follows: after 10 of
   * 24 kills with 1 s, after none of 24 with four pings in that time.
   *
   * @param downAfter after how long without an answer a sentinel finds a node down, 100 ms to 5 min
   * @param pingPeriod how often it pings, 20 ms to 1 s, which is Sentinel's own; set with {@code
   *     SENTINEL DEBUG}, which no configuration file can
   * @param failoverTimeout after how long a failover that is stuck is given up; the next attempt
   *     begins after twice this time; 1 s to 10 min
   */
  public record Times(Duration downAfter, Duration pingPeriod, Duration failoverTimeout) {
    private static final Duration STOCK_PING = Duration.ofSeconds(1);
    private static final int PINGS = 4;

    /** Checks the values. */
    public Times {
      NodeSettings.between("down-after", downAfter, Duration.ofMillis(100), Duration.ofMinutes(5));
      NodeSettings.between("ping-period", pingPeriod, Duration.ofMillis(20), STOCK_PING);
      NodeSettings.between(
          "failover-timeout", failoverTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    /** Four pings in this time, but at least one in a second; 5 s for a failover. */
    public static Times downAfter(Duration silence) {
      Duration ping = silence.dividedBy(PINGS);
      return new Times(
          silence, ping.compareTo(STOCK_PING) < 0 ? ping : STOCK_PING, Duration.ofSeconds(5));
    }
  }

  /** Checks the values. */
  public SentinelOptions {
    NodeSettings.between("replicas", replicas, 1, 8);
    NodeSettings.between("sentinels", sentinels, 1, 9);
    NodeSettings.between("quorum", quorum, 1, sentinels);
    NodeSettings.between("parallel-syncs", parallelSyncs, 1, 8);
    settings = NodeSettings.checked(settings);
  }

  /**
   * A primary with two replicas, three sentinels with a quorum of two, which ping each 250 ms, find
   * a node down after one second, and give a failover 5 s.
   */
  public static SentinelOptions usual() {
    Times times = Times.downAfter(Duration.ofSeconds(1));
    return new SentinelOptions(2, 3, 2, times, 1, List.of(), null, false);
  }

  /** With this many replicas. */
  public SentinelOptions withReplicas(int count) {
    return new SentinelOptions(
        count, sentinels, quorum, times, parallelSyncs, settings, binary, admin);
  }

  /** With this many sentinels, of which so many have to find the primary down. */
  public SentinelOptions withSentinels(int count, int ofThem) {
    return new SentinelOptions(
        replicas, count, ofThem, times, parallelSyncs, settings, binary, admin);
  }

  /** With other times. */
  public SentinelOptions withTimes(Times other) {
    return new SentinelOptions(
        replicas, sentinels, quorum, other, parallelSyncs, settings, binary, admin);
  }

  /** With this many replicas that turn to a new primary at the same time. */
  public SentinelOptions withParallelSyncs(int count) {
    return new SentinelOptions(replicas, sentinels, quorum, times, count, settings, binary, admin);
  }

  /**
   * With these lines for data nodes instead of those before; a line wins over a default.
   *
   * @throws InvalidValueException if one is no single line, or is about what the topology needs to
   *     decide itself: ports, folders, users, replication
   */
  public SentinelOptions withSettings(String... lines) {
    return new SentinelOptions(
        replicas, sentinels, quorum, times, parallelSyncs, List.of(lines), binary, admin);
  }

  /** With this server program instead of the bundled one. */
  public SentinelOptions withBinary(@Nullable Path program) {
    return new SentinelOptions(
        replicas, sentinels, quorum, times, parallelSyncs, settings, program, admin);
  }

  /** With a user {@code admin} that may do all on every node, under a password of its own. */
  public SentinelOptions withAdmin() {
    return new SentinelOptions(
        replicas, sentinels, quorum, times, parallelSyncs, settings, binary, true);
  }

  SentinelPlan plan() {
    return new SentinelPlan(
        Binary.find(binary),
        replicas,
        sentinels,
        quorum,
        times.downAfter(),
        times.pingPeriod(),
        times.failoverTimeout(),
        parallelSyncs,
        settings,
        admin);
  }
}
