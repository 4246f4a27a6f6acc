package dev.mainstay.embedded;

import static dev.mainstay.embedded.NodeRole.PRIMARY;
import static dev.mainstay.embedded.NodeRole.REPLICA;
import static dev.mainstay.embedded.NodeRole.SENTINEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One Sentinel topology and its faults; each test finds it healthy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedSentinelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private EmbeddedSentinel redis;

  @BeforeAll
  void start() {
    redis =
        EmbeddedSentinel.start(
            SentinelOptions.usual().withSettings("min-replicas-max-lag 7").withAdmin());
  }

  @BeforeEach
  void heal() throws IOException {
    redis.nodes().stream().filter(node -> node.pid() == 0).forEach(EmbeddedNode::restart);
    for (EmbeddedNode sentinel : sentinels()) {
      lookOften(sentinel);
    }
    redis.awaitHealthy(PATIENCE);
  }

  /** Else a sentinel lets a former primary be one for 10 s; a restarted one forgets it. */
  private static void lookOften(EmbeddedNode sentinel) throws IOException {
    try (Resp admin = Resp.connect(StoreAddress.of(sentinel.adminUrl()))) {
      String debug = "SENTINEL DEBUG INFO-PERIOD 200 PUBLISH-PERIOD 200";
      assertThat(admin.call(debug.split(" "))).isEqualTo("OK");
    }
  }

  @AfterAll
  void end() throws IOException {
    List<Long> pids = redis.nodes().stream().map(EmbeddedNode::pid).toList();
    Path folder = Processes.folder(pids.get(0)).getParent();
    redis.nodes().get(1).stall();
    redis.close();
    redis.close();
    assertThat(pids).hasSize(6).allMatch(Processes::gone);
    assertThat(redis.nodes()).allMatch(node -> node.pid() == 0);
    assertThat(folder).doesNotExist();
  }

  @Test
  void servesAndReplicates() throws IOException {
    assertThat(redis.url())
        .matches("redis-sentinel://app:[\\w-]{43}@(127\\.0\\.0\\.1:\\d+,?){3}/0#main");
    assertThat(redis.address().toString()).startsWith("redis-sentinel://app:***@127.0.0.1:");
    assertThat(redis.nodes().stream().map(node -> node.role().orElseThrow()))
        .containsExactlyInAnyOrder(PRIMARY, REPLICA, REPLICA, SENTINEL, SENTINEL, SENTINEL);
    try (Resp app = app(redis.primary())) {
      assertThat(app.call("SET", "ms:a", "1", "EX", "100")).isEqualTo("OK");
      assertThat(app.call("WAIT", "2", "5000")).isEqualTo("2");
    }
    for (EmbeddedNode replica : replicas()) {
      try (Resp app = app(replica);
          Resp admin = Resp.connect(StoreAddress.of(replica.adminUrl()))) {
        assertThat(app.call("GET", "ms:a")).isEqualTo("1");
        assertThat(admin.call("CONFIG", "GET", "min-replicas-max-lag")).contains("7");
      }
    }
  }

  @Test
  void theApplicationMayAskASentinelAndNothingElse() throws IOException {
    String primary = "[127.0.0.1, " + redis.primary().port() + "]";
    try (Resp app = app(redis.nodes().get(3))) {
      assertThat(app.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main")).isEqualTo(primary);
      for (String allowed :
          List.of(
              "PING",
              "ROLE",
              "INFO",
              "CLIENT SETNAME x",
              "SENTINEL MASTER main",
              "SENTINEL REPLICAS main",
              "SENTINEL SLAVES main",
              "SENTINEL SENTINELS main")) {
        assertThat(app.call(allowed.split(" "))).as(allowed).doesNotStartWith("NOPERM");
      }
      for (String refused :
          List.of(
              "SENTINEL FAILOVER main",
              "SENTINEL RESET *",
              "SENTINEL SET main quorum 1",
              "SENTINEL REMOVE main",
              "SENTINEL CONFIG GET *",
              "PUBLISH __sentinel__:hello x",
              "ACL LIST",
              "CLIENT KILL x",
              "SHUTDOWN")) {
        assertThat(app.call(refused.split(" "))).as(refused).startsWith("NOPERM");
      }
      assertThat(app.call("PSUBSCRIBE", "*")).startsWith("[psubscribe");
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
    EmbeddedNode old = redis.primary();
    try (Resp app = app(old)) {
      app.call("SET", "ms:kept", "1", "EX", "100");
      assertThat(app.call("WAIT", "2", "5000")).isEqualTo("2");
    }
    old.kill();
    assertThat(old.pid()).isZero();
    assertThat(old.role()).isEmpty();
    assertThatThrownBy(old::stall)
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContainingAll(old.name(), "restart it first");
    EmbeddedNode promoted = awaitAnotherThan(old);
    try (Resp app = app(promoted)) {
      assertThat(app.call("GET", "ms:kept")).isEqualTo("1");
    }
    assertThatThrownBy(() -> redis.awaitHealthy(Duration.ZERO))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContaining("after PT0S still: data-");
    old.restart();
    redis.awaitHealthy(PATIENCE);
    assertThat(old.role()).contains(REPLICA);
    assertThat(redis.primary()).isSameAs(promoted);
    try (Resp app = app(old)) {
      assertThat(app.call("GET", "ms:kept")).isEqualTo("1");
    }
  }

  @Test
  void aStalledPrimaryIsReplacedAndWakesUpToBecomeAReplica() {
    EmbeddedNode old = redis.primary();
    old.stall();
    assertThat(old.pid()).isNotZero();
    assertThat(old.role()).isEmpty();
    EmbeddedNode promoted = awaitAnotherThan(old);
    old.resume();
    redis.awaitHealthy(PATIENCE);
    assertThat(old.role()).contains(REPLICA);
    assertThat(redis.primary()).isSameAs(promoted);
  }

  @Test
  void aPrimaryIsReplacedOnDemandAndEveryNodeRemembersIt() {
    EmbeddedNode old = redis.primary();
    redis.failover();
    assertThat(redis.primary()).isNotSameAs(old);
    redis.awaitHealthy(PATIENCE);
    EmbeddedNode sentinel = redis.nodes().get(5);
    for (EmbeddedNode node : List.of(old, sentinel)) {
      node.restart();
      assertThat(node.role()).contains(node == sentinel ? SENTINEL : REPLICA);
    }
  }

  @Test
  void optionsAreChecked() {
    SentinelOptions usual = SentinelOptions.usual();
    assertThatThrownBy(() -> usual.withSentinels(3, 4))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("quorum", "1 to 3");
    assertThatThrownBy(() -> SentinelOptions.Times.downAfter(Duration.ZERO))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("down-after");
    for (String wrong : List.of("", "a\nb", "port 1", " User x on nopass", "replicaof h 1")) {
      assertThatThrownBy(() -> usual.withSettings(wrong))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("settings");
    }
    assertThatThrownBy(() -> EmbeddedSentinel.start(usual.withSettings("no-such-setting 1")))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContainingAll("data-0", "no-such-setting");
  }

  private EmbeddedNode awaitAnotherThan(EmbeddedNode old) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(redis::primary, now -> now != old && now.role().equals(Optional.of(PRIMARY)));
  }

  private List<EmbeddedNode> replicas() {
    return redis.nodes().stream().filter(n -> n.role().equals(Optional.of(REPLICA))).toList();
  }

  private List<EmbeddedNode> sentinels() {
    return redis.nodes().subList(3, 6);
  }

  private static Resp app(EmbeddedNode node) throws IOException {
    return Resp.connect(StoreAddress.of(node.url()));
  }
}
