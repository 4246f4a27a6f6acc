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
 * @param downAfter after how long without an answer a sentinel finds it down, 100 ms to 5 min
 * @param failoverTimeout after how long a failover that is stuck is given up; the next attempt
 *     begins after twice this time; 1 s to 10 min
 * @param parallelSyncs how many replicas turn to a new primary at the same time, 1 to 8
 * @param settings more lines of configuration for data nodes, as in {@code min-replicas-to-write 1}
 * @param binary a redis-server or valkey-server of 7.0 (7.2) or later, or null for the bundled one
 * @param admin whether there is a second user who may do all
 */
public record SentinelOptions(
    int replicas,
    int sentinels,
    int quorum,
    Duration downAfter,
    Duration failoverTimeout,
    int parallelSyncs,
    List<String> settings,
    @Nullable Path binary,
    boolean admin) {

  /** Checks the values. */
  public SentinelOptions {
    NodeSettings.between("replicas", replicas, 1, 8);
    NodeSettings.between("sentinels", sentinels, 1, 9);
    NodeSettings.between("quorum", quorum, 1, sentinels);
    NodeSettings.between("parallel-syncs", parallelSyncs, 1, 8);
    NodeSettings.between("down-after", downAfter, Duration.ofMillis(100), Duration.ofMinutes(5));
    NodeSettings.between(
        "failover-timeout", failoverTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
    settings = NodeSettings.checked(settings);
  }

  /**
   * A primary with two replicas, three sentinels with a quorum of two, which find it down after one
   * second and give a failover 5 s.
   */
  public static SentinelOptions usual() {
    return new SentinelOptions(
        2, 3, 2, Duration.ofSeconds(1), Duration.ofSeconds(5), 1, List.of(), null, false);
  }

  /** With this many replicas. */
  public SentinelOptions withReplicas(int count) {
    return new SentinelOptions(
        count,
        sentinels,
        quorum,
        downAfter,
        failoverTimeout,
        parallelSyncs,
        settings,
        binary,
        admin);
  }

  /** With this many sentinels, of which so many have to find the primary down. */
  public SentinelOptions withSentinels(int count, int ofThem) {
    return new SentinelOptions(
        replicas,
        count,
        ofThem,
        downAfter,
        failoverTimeout,
        parallelSyncs,
        settings,
        binary,
        admin);
  }

  /** With other times. */
  public SentinelOptions withTimes(Duration down, Duration failover) {
    return new SentinelOptions(
        replicas, sentinels, quorum, down, failover, parallelSyncs, settings, binary, admin);
  }

  /** With this many replicas that turn to a new primary at the same time. */
  public SentinelOptions withParallelSyncs(int count) {
    return new SentinelOptions(
        replicas, sentinels, quorum, downAfter, failoverTimeout, count, settings, binary, admin);
  }

  /**
   * With these lines for data nodes instead of those before; a line wins over a default.
   *
   * @throws InvalidValueException if one is no single line, or is about what the topology needs to
   *     decide itself: ports, folders, users, replication
   */
  public SentinelOptions withSettings(String... lines) {
    return new SentinelOptions(
        replicas,
        sentinels,
        quorum,
        downAfter,
        failoverTimeout,
        parallelSyncs,
        List.of(lines),
        binary,
        admin);
  }

  /** With this server program instead of the bundled one. */
  public SentinelOptions withBinary(@Nullable Path program) {
    return new SentinelOptions(
        replicas,
        sentinels,
        quorum,
        downAfter,
        failoverTimeout,
        parallelSyncs,
        settings,
        program,
        admin);
  }

  /** With a user {@code admin} that may do all on every node, under a password of its own. */
  public SentinelOptions withAdmin() {
    return new SentinelOptions(
        replicas,
        sentinels,
        quorum,
        downAfter,
        failoverTimeout,
        parallelSyncs,
        settings,
        binary,
        true);
  }

  SentinelPlan plan() {
    return new SentinelPlan(
        Binary.find(binary),
        replicas,
        sentinels,
        quorum,
        downAfter,
        failoverTimeout,
        parallelSyncs,
        settings,
        admin);
  }
}
