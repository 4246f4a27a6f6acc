package dev.mainstay.embedded;

import static dev.mainstay.embedded.NodeRole.PRIMARY;
import static dev.mainstay.embedded.NodeRole.REPLICA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One Cluster and its faults; each test finds it healthy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A tag in each third of the slots. */
  private static final Map<String, Integer> TAGS = Map.of("b", 3300, "c", 7365, "a", 15495);

  private EmbeddedCluster redis;

  @BeforeAll
  void start() {
    redis =
        EmbeddedCluster.start(
            ClusterOptions.usual().withNodeTimeout(Duration.ofSeconds(1)).withAdmin());
  }

  @BeforeEach
  void heal() {
    redis.nodes().stream().filter(node -> node.pid() == 0).forEach(EmbeddedNode::restart);
    redis.awaitHealthy(PATIENCE);
  }

  @AfterAll
  void end() throws IOException {
    List<Long> pids = redis.nodes().stream().map(EmbeddedNode::pid).toList();
    Path folder = Processes.folder(pids.get(0)).getParent();
    redis.nodes().get(0).stall();
    redis.close();
    redis.close();
    assertThat(pids).hasSize(6).allMatch(Processes::gone);
    assertThat(folder).doesNotExist();
  }

  @Test
  void servesAllSlotsAndReplicates() throws IOException {
    assertThat(redis.url()).matches("redis-cluster://app:[\\w-]{43}@(127\\.0\\.0\\.1:\\d+,?){6}");
    assertThat(redis.nodes().stream().map(node -> node.role().orElseThrow()))
        .containsExactlyInAnyOrder(PRIMARY, PRIMARY, PRIMARY, REPLICA, REPLICA, REPLICA);
    for (Map.Entry<String, Integer> tag : TAGS.entrySet()) {
      try (Resp app = app(redis.primaryOf(tag.getValue()))) {
        String key = "ms:{" + tag.getKey() + "}";
        assertThat(app.call("CLUSTER", "KEYSLOT", key)).isEqualTo("" + tag.getValue());
        assertThat(app.call("SET", key, "1", "EX", "100")).isEqualTo("OK");
        assertThat(app.call("WAIT", "1", "5000")).isEqualTo("1");
      }
    }
  }

  @Test
  void theApplicationMayLearnTheTopologyAndNothingElse() throws IOException {
    try (Resp app = app(redis.primaryOf(0))) {
      for (String allowed :
          List.of(
              "CLUSTER NODES",
              "CLUSTER SLOTS",
              "CLUSTER SHARDS",
              "CLUSTER INFO",
              "CLUSTER MYID",
              "READONLY",
              "READWRITE",
              "ASKING",
              "PING",
              "HELLO 2",
              "ROLE",
              "INFO replication",
              "WAIT 0 1")) {
        assertThat(app.call(allowed.split(" "))).as(allowed).doesNotStartWith("NOPERM");
      }
      for (String refused :
          List.of(
              "CLUSTER FAILOVER",
              "CLUSTER GETKEYSINSLOT 0 10",
              "CLUSTER RESET",
              "CLUSTER SETSLOT 0 STABLE",
              "CLUSTER FORGET x",
              "CONFIG GET *",
              "KEYS *",
              "SET other 1",
              "MIGRATE h 1 ms:a 0 1",
              "REPLICAOF no one")) {
        assertThat(app.call(refused.split(" "))).as(refused).startsWith("NOPERM");
      }
    }
  }

  @Test
  void nothingTellsAPassword() throws IOException {
    for (EmbeddedNode node : redis.nodes()) {
      Processes.assertPrivate(node);
    }
  }

  @Test
  void aKilledPrimaryIsReplacedAndComesBackAsAReplica() throws IOException {
    EmbeddedNode old = redis.primaryOf(TAGS.get("b"));
    try (Resp app = app(old)) {
      app.call("SET", "ms:{b}:kept", "1", "EX", "100");
      assertThat(app.call("WAIT", "1", "5000")).isEqualTo("1");
    }
    old.kill();
    EmbeddedNode promoted = awaitAnotherThan(old, TAGS.get("b"));
    try (Resp app = app(promoted)) {
      assertThat(app.call("GET", "ms:{b}:kept")).isEqualTo("1");
    }
    old.restart();
    redis.awaitHealthy(PATIENCE);
    assertThat(old.role()).contains(REPLICA);
    assertThat(redis.primaryOf(TAGS.get("b"))).isSameAs(promoted);
  }

  @Test
  void aStalledPrimaryIsReplacedAndWakesUpToBecomeAReplica() {
    EmbeddedNode old = redis.primaryOf(TAGS.get("c"));
    old.stall();
    assertThatThrownBy(() -> redis.primaryOf(TAGS.get("c")))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContaining("slot " + TAGS.get("c"));
    EmbeddedNode promoted = awaitAnotherThan(old, TAGS.get("c"));
    old.resume();
    redis.awaitHealthy(PATIENCE);
    assertThat(old.role()).contains(REPLICA);
    assertThat(redis.primaryOf(TAGS.get("c"))).isSameAs(promoted);
  }

  @Test
  void slotsMoveWithAllTheirKeys() throws IOException {
    int slot = TAGS.get("a");
    EmbeddedNode source = redis.primaryOf(slot);
    EmbeddedNode target = redis.primaryOf(0);
    try (Resp app = app(source)) {
      for (int i = 0; i < 35; i++) {
        app.call("SET", "ms:{a}:" + i, "v" + i, "EX", "100");
      }
    }
    redis.moveSlots(slot - 100, slot + 100, target, Duration.ZERO);
    assertThat(redis.primaryOf(slot - 100)).isSameAs(target);
    assertThat(redis.primaryOf(slot + 101)).isSameAs(source);
    redis.awaitHealthy(PATIENCE);
    try (Resp app = app(target);
        Resp before = app(source)) {
      for (int i = 0; i < 35; i++) {
        assertThat(app.call("GET", "ms:{a}:" + i)).isEqualTo("v" + i);
        assertThat(app.call("TTL", "ms:{a}:" + i)).isGreaterThan("0");
      }
      assertThat(before.call("GET", "ms:{a}:1"))
          .isEqualTo("MOVED " + slot + " " + target.address());
    }
  }

  @Test
  void aReplicaTakesOverOnDemand() {
    EmbeddedNode old = redis.primaryOf(0);
    assertThatThrownBy(() -> redis.failover(old))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContaining("CLUSTER FAILOVER to a replica");
    EmbeddedNode replica = replicaOf(old);
    redis.failover(replica);
    redis.awaitHealthy(PATIENCE);
    assertThat(redis.primaryOf(0)).isSameAs(replica);
    assertThat(old.role()).contains(REPLICA);
  }

  private EmbeddedNode replicaOf(EmbeddedNode primary) {
    return redis.nodes().stream()
        .filter(node -> node.role().equals(Optional.of(REPLICA)) && follows(node, primary))
        .findFirst()
        .orElseThrow();
  }

  private static boolean follows(EmbeddedNode replica, EmbeddedNode primary) {
    try (Resp app = app(replica)) {
      return app.call("ROLE").startsWith("[slave, 127.0.0.1, " + primary.port() + ",");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void optionsAreChecked() {
    ClusterOptions usual = ClusterOptions.usual();
    assertThatThrownBy(() -> usual.withNodes(0, 1))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("primaries", "1 to 12");
    assertThatThrownBy(() -> usual.withSettings("cluster-port 1"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("settings", "cluster-port");
    assertThatThrownBy(() -> redis.moveSlots(5, 4, redis.nodes().get(0), Duration.ZERO))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("to");
  }

  private EmbeddedNode awaitAnotherThan(EmbeddedNode old, int slot) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> redis.primaryOf(slot), now -> now != old);
  }

  private static Resp app(EmbeddedNode node) throws IOException {
    return Resp.connect(StoreAddress.of(node.url()));
  }
}
