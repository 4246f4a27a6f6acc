package dev.mainstay.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The nodes of both compose files run with the lines that stand there, take Mainstay's operations
 * and survive the kill of a primary. Images and the network of containers are not run.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "containers are Linux, and so are their scripts")
class ComposedNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String[] QUORUM = {"SENTINEL", "CKQUORUM", "main"};
  private static final Gone REVOKED = new Gone(Gone.Reason.REVOKED);
  @TempDir private Path folder;

  @Test
  void sentinelsReplaceAPrimaryAndNodesComeBackAsWhatTheyWere() {
    try (Composed composed = new Composed("sentinel", folder, "localhost")) {
      List<ComposedNode> data = composed.start("replicated", UnaryOperator.identity());
      until(composed, () -> data.get(0).replicas() == 2);
      List<ComposedNode> sentinels = composed.start("sentinel", UnaryOperator.identity());
      for (ComposedNode sentinel : sentinels) {
        until(composed, () -> sentinel.ask(QUORUM).startsWith("+OK 3 usable"));
      }
      try (RedisEngine engine = connect(composed);
          Mainstay mainstay = Mainstay.on(engine)) {
        assertThat(engine.warnings()).isEmpty();
        Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
        String stays = sessions.start("ada", Attributes.none()).token();
        String leaves = sessions.start("bob", Attributes.none()).token();
        assertThat(sessions.revoke(leaves)).isTrue();

        composed.node("redis-1").kill();
        until(composed, () -> lives(sessions, stays));
        assertThat(sessions.find(leaves)).isEqualTo(REVOKED);
        until(composed, () -> isRevoked(sessions, stays));

        ComposedNode follower = follower(composed);
        ComposedNode primary =
            composed.node(follower.equals(composed.node("redis-2")) ? "redis-3" : "redis-2");
        follower.kill();
        until(composed, () -> primary.replicas() == 0);
        follower.restart();
        until(composed, () -> primary.replicas() == 1);
        ComposedNode sentinel = sentinels.get(0);
        sentinel.restart();
        until(composed, () -> sentinel.ask(QUORUM).startsWith("+OK 3 usable"));
      }
    }
  }

  @Test
  void aClusterReplacesAPrimary() {
    try (Composed composed = new Composed("cluster", folder, "127.0.0.1")) {
      List<Integer> buses = new ArrayList<>();
      List<ComposedNode> all =
          composed.start(
              "cluster",
              command -> {
                buses.add(Composed.freePort());
                List<String> more = new ArrayList<>(command);
                more.addAll(List.of("--cluster-port", "" + buses.get(buses.size() - 1)));
                return more;
              });
      all.forEach(node -> until(composed, () -> node.ask("PING").equals("+PONG")));
      form(composed, all, buses);
      try (RedisEngine engine = connect(composed);
          Mainstay mainstay = Mainstay.on(engine)) {
        assertThat(engine.warnings()).isEmpty();
        Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
        List<String> tokens =
            IntStream.range(0, 30)
                .mapToObj(i -> sessions.start("user-" + i, Attributes.none()).token())
                .toList();
        String leaves = sessions.start("bob", Attributes.none()).token();
        assertThat(sessions.revoke(leaves)).isTrue();

        all.get(0).kill();
        until(composed, () -> tokens.stream().allMatch(token -> lives(sessions, token)));
        assertThat(sessions.find(leaves)).isEqualTo(REVOKED);
        tokens.forEach(token -> until(composed, () -> isRevoked(sessions, token)));
      }
    }
  }

  /** As often as it takes: containers are started again too, until what they need is there. */
  private static RedisEngine connect(Composed composed) {
    return await()
        .atMost(PATIENCE)
        .ignoreException(StoreUnavailableException.class)
        .until(() -> RedisEngine.connect(composed.url()), Objects::nonNull);
  }

  /** What {@code form.sh} has redis-cli do, which is not there in a build. */
  private static void form(Composed composed, List<ComposedNode> all, List<Integer> buses) {
    int primaries = all.size() / 2;
    for (int i = 0; i < all.size(); i++) {
      ComposedNode node = all.get(i);
      if (i < primaries) {
        String first = "" + 16_384 * i / primaries;
        String last = "" + (16_384 * (i + 1) / primaries - 1);
        assertThat(node.ask("CLUSTER", "ADDSLOTSRANGE", first, last)).isEqualTo("+OK");
      }
      assertThat(node.ask("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1))).isEqualTo("+OK");
    }
    for (int i = 1; i < all.size(); i++) {
      String port = "" + all.get(i).port();
      String bus = "" + buses.get(i);
      assertThat(all.get(0).ask("CLUSTER", "MEET", "127.0.0.1", port, bus)).isEqualTo("+OK");
    }
    for (int i = primaries; i < all.size(); i++) {
      ComposedNode replica = all.get(i);
      String primary = all.get(i - primaries).ask("CLUSTER", "MYID");
      until(composed, () -> replica.ask("CLUSTER", "REPLICATE", primary).equals("+OK"));
    }
    for (ComposedNode primary : all.subList(0, primaries)) {
      until(composed, () -> primary.replicas() == 1);
    }
    for (ComposedNode node : all) {
      until(composed, () -> node.ask("CLUSTER", "INFO").startsWith("cluster_state:ok"));
    }
  }

  /** The node that is a replica by what it was made to write down. */
  private static ComposedNode follower(Composed composed) {
    for (String name : List.of("redis-2", "redis-3")) {
      ComposedNode node = composed.node(name);
      if (Compose.text(node.folder().resolve("redis.conf")).contains("\nreplicaof ")) {
        return node;
      }
    }
    throw new AssertionError("no node follows another one");
  }

  private static boolean lives(Sessions sessions, String token) {
    try {
      return sessions.find(token).isLive();
    } catch (StoreUnavailableException notYet) {
      return false;
    }
  }

  /** Says it again until it is confirmed. */
  private static boolean isRevoked(Sessions sessions, String token) {
    try {
      sessions.revoke(token);
      return true;
    } catch (StoreUnavailableException notYet) {
      return false;
    }
  }

  private static void until(Composed composed, Callable<Boolean> holds) {
    try {
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(holds);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(composed.logs(), e);
    }
  }
}
