package dev.mainstay.tck.topology;

import static dev.mainstay.sessions.Change.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.codec.Codec;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.internal.link.CredulousEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.spi.Engine;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Lists that may lag come from replicas, as long as these prove that they lag by no more; nothing
 * else does. One topology for all tests: the failover is the last.
 */
@TestMethodOrder(OrderAnnotation.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class ReplicaReads {
  private static final SessionPolicy POLICY = SessionPolicy.DEFAULT.limit(1_000);
  private static final Duration STALENESS = Duration.ofMillis(600);
  static final Duration AMPLE = Duration.ofSeconds(5);
  private static final Duration LAG = Duration.ofMillis(1_000);
  private static final Codec<Long> NUMBER = Codec.json(Long.class);
  private static final Duration PACE = Duration.ofMillis(20);
  private static final int LISTS = 100;

  /** On a busy machine a replica may take longer than it is given. */
  private static final int MOST_LATE = 10;

  private final RedisClient client = RedisClient.create();
  private final Map<String, StatefulRedisConnection<String, String>> admins = new HashMap<>();
  private final Mainstay mainstay = Mainstay.on(RedisEngine.connect(url()));
  final Sessions sessions = mainstay.sessions("near", POLICY);

  abstract String url();

  abstract List<EmbeddedNode> nodes();

  /** The primary that has a user's keys. */
  abstract EmbeddedNode primaryOf(String user);

  /** A replica takes the place of a primary that has a user's keys. */
  abstract void failOver(String user);

  @AfterAll
  void close() {
    mainstay.close();
    client.shutdown();
  }

  @Test
  @Order(1)
  void aReplicaAnswersWithOneCommandInOneRoundTrip() {
    sessions.start("ada", Attributes.none());
    warmUp(sessions, "ada");
    long replicas = calls(NodeRole.REPLICA, "evalsha_ro");
    long primaries = calls(NodeRole.PRIMARY, "evalsha");
    for (int i = 0; i < LISTS; i++) {
      assertThat(sessions.list("ada", AMPLE)).hasSize(1);
    }
    assertThat(calls(NodeRole.REPLICA, "evalsha_ro") - replicas)
        .isBetween((long) LISTS - MOST_LATE, (long) LISTS);
    assertThat(calls(NodeRole.PRIMARY, "evalsha") - primaries).isLessThanOrEqualTo(MOST_LATE);
  }

  @Test
  @Order(2)
  void withoutStalenessAndForAllElseThePrimaryIsAsked() {
    String token = sessions.start("bob", Attributes.none()).token();
    warmUp(sessions, "bob");
    String[] reads = {"evalsha_ro", "eval_ro", "evalsha", "eval", "hgetall", "get"};
    long before = calls(NodeRole.REPLICA, reads);
    for (int i = 0; i < 30; i++) {
      assertThat(sessions.find(token).isLive()).isTrue();
      sessions.update(token, change().set("n", i));
      assertThat(sessions.list("bob")).hasSize(1);
      assertThat(sessions.list("bob", Duration.ZERO)).hasSize(1);
    }
    assertThat(calls(NodeRole.REPLICA, reads)).isEqualTo(before);
  }

  @Test
  @Order(3)
  void whoHasNoSessionsIsLookedForOnThePrimary() {
    warmUp(sessions, "ada");
    long primaries = calls(NodeRole.PRIMARY, "evalsha");
    assertThat(sessions.list("nobody", AMPLE)).isEmpty();
    assertThat(calls(NodeRole.PRIMARY, "evalsha") - primaries).isPositive();
  }

  /** And the planted fault: who believes it is answered without what is wanted. */
  @Test
  @Order(4)
  void aReplicaThatLagsAnswersNobodyWhoWantsToKnowMore() {
    try (Engine engine = CredulousEngine.connect(url());
        Mainstay credulous = Mainstay.on(engine)) {
      Sessions believing = credulous.sessions("near", POLICY);
      sessions.start("eve", Attributes.none());
      warmUp(sessions, "eve");
      warmUp(believing, "eve");
      long answered = calls(NodeRole.REPLICA, "evalsha_ro");
      Map<String, Long> acknowledged = new HashMap<>();
      living(NodeRole.REPLICA).forEach(this::lag);
      long lacking = 0;
      long believed = 0;
      long end = System.nanoTime() + LAG.plus(STALENESS).toNanos();
      while (System.nanoTime() - end < 0) {
        var started = (Started.Ok) sessions.start("eve", Attributes.none());
        acknowledged.put(started.session().id(), System.nanoTime());
        lacking += lacking(sessions, acknowledged);
        believed += lacking(believing, acknowledged);
        Pause.of(PACE);
      }
      assertThat(lacking).isZero();
      assertThat(believed).isPositive();
      assertThat(calls(NodeRole.REPLICA, "evalsha_ro")).isGreaterThan(answered);
    }
  }

  @Test
  @Order(5)
  void aReplicaThatStandsStillHoldsNobodyUp() {
    warmUp(sessions, "ada");
    List<EmbeddedNode> stalled = living(NodeRole.REPLICA);
    stalled.forEach(EmbeddedNode::stall);
    try {
      for (int i = 2; i < 6; i++) {
        sessions.start("ada", Attributes.none());
        assertThat(sessions.list("ada", STALENESS)).hasSize(i);
      }
    } finally {
      stalled.forEach(EmbeddedNode::resume);
    }
  }

  @Test
  @Order(7)
  void cachedValuesComeFromReplicasThatLagByNoMoreThanIsAllowed() {
    Freshness fresh = Freshness.of(Duration.ofMinutes(10));
    try (Mainstay writer = Mainstay.on(RedisEngine.connect(url()))) {
      Cache<String, Long> written = writer.cache("lagging", fresh.staleness(STALENESS), NUMBER);
      Cache<String, Long> read = mainstay.cache("lagging", fresh.staleness(STALENESS), NUMBER);
      written.put("k", 0L);
      warmUp(() -> read.get("k", key -> 0L));
      long answered = calls(NodeRole.REPLICA, "evalsha_ro");
      List<Long> acknowledged = new ArrayList<>(List.of(System.nanoTime()));
      living(NodeRole.REPLICA).forEach(this::lag);
      long end = System.nanoTime() + LAG.plus(STALENESS.multipliedBy(2)).toNanos();
      while (System.nanoTime() - end < 0) {
        long now = System.nanoTime();
        long least = lastBefore(acknowledged, now - STALENESS.toNanos());
        assertThat(read.get("k", key -> Long.MAX_VALUE)).isGreaterThanOrEqualTo(least);
        written.put("k", (long) acknowledged.size());
        assertThat(written.get("k", key -> Long.MAX_VALUE))
            .as("its own")
            .isGreaterThanOrEqualTo(acknowledged.size());
        acknowledged.add(System.nanoTime());
        Pause.of(PACE);
      }
      assertThat(calls(NodeRole.REPLICA, "evalsha_ro")).isGreaterThan(answered);
      written.invalidate("k");
      assertThat(written.look("k")).isInstanceOf(Look.Absent.class);
    }
  }

  /** The last value that was acknowledged before an instant. */
  private static long lastBefore(List<Long> acknowledged, long instant) {
    long last = acknowledged.size() - 1;
    while (last > 0 && acknowledged.get((int) last) - instant >= 0) {
      last--;
    }
    return last;
  }

  @Test
  @Order(9)
  void afterAFailoverReplicasAnswerAgain() {
    failOver("ada");
    // What a former primary is told before it knows that it is one is lost.
    await()
        .ignoreExceptions()
        .until(
            () -> {
              List<EmbeddedNode> primary = List.of(primaryOf("ada"));
              long before = calls(primary, "evalsha", "eval");
              sessions.list("ada");
              return calls(primary, "evalsha", "eval") > before;
            });
    int before = sessions.list("ada").size();
    sessions.start("ada", Attributes.none());
    long acknowledged = System.nanoTime();
    warmUp(sessions, "ada");
    await().until(() -> System.nanoTime() - acknowledged > STALENESS.toNanos());
    assertThat(sessions.list("ada", STALENESS)).hasSize(before + 1);
  }

  /** How many a list lacks that were acknowledged earlier than it may lag. */
  private static long lacking(Sessions some, Map<String, Long> acknowledged) {
    List<SessionInfo> list = some.list("eve", STALENESS);
    long then = System.nanoTime() - STALENESS.toNanos();
    Set<String> there = list.stream().map(SessionInfo::id).collect(Collectors.toSet());
    return acknowledged.entrySet().stream()
        .filter(it -> it.getValue() - then < 0 && !there.contains(it.getKey()))
        .count();
  }

  /** Until a replica answers, and proves it: nobody else is asked. */
  final void warmUp(Sessions some, String user) {
    warmUp(() -> some.list(user, AMPLE));
  }

  private void warmUp(Runnable read) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              long replicas = calls(nodes(), "evalsha_ro");
              long primaries = calls(nodes(), "evalsha", "eval");
              read.run();
              return calls(nodes(), "evalsha_ro") > replicas
                  && calls(nodes(), "evalsha", "eval") == primaries;
            });
  }

  /** It answers, its link is up, and it applies nothing of what comes for a while. */
  private void lag(EmbeddedNode replica) {
    CommandArgs<String, String> args =
        new CommandArgs<>(StringCodec.UTF8).add("PAUSE").add(LAG.toMillis()).add("WRITE");
    admin(replica).sync().dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8), args);
  }

  private List<EmbeddedNode> living(NodeRole role) {
    return nodes().stream()
        .filter(node -> node.pid() != 0)
        .filter(node -> node.role().filter(role::equals).isPresent())
        .toList();
  }

  private long calls(NodeRole role, String... commands) {
    return calls(living(role), commands);
  }

  private long calls(List<EmbeddedNode> some, String... commands) {
    String all = String.join("|", commands);
    Pattern calls = Pattern.compile("(?m)^cmdstat_(?:" + all + "):calls=(\\d+)");
    Function<EmbeddedNode, Long> count =
        node ->
            calls
                .matcher(admin(node).sync().info("commandstats"))
                .results()
                .mapToLong(it -> Long.parseLong(it.group(1)))
                .sum();
    return some.stream().mapToLong(count::apply).sum();
  }

  final StatefulRedisConnection<String, String> admin(EmbeddedNode node) {
    return admins.computeIfAbsent(
        node.name(), name -> client.connect(RedisURI.create(node.adminUrl())));
  }
}
