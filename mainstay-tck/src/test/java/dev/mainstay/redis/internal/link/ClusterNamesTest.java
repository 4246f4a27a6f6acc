package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.tck.TestServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A URL may call the nodes of a cluster by other names than they call each other. */
class ClusterNamesTest {
  private static EmbeddedCluster redis;

  @BeforeAll
  static void start() {
    redis = EmbeddedCluster.start(TestServer.sharded().withNodes(3, 1).withAdmin());
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static RedisOptions options() {
    return RedisOptions.parse(redis.url().replace("127.0.0.1", "localhost"));
  }

  @Test
  void eachNodeHasOneServer() {
    Traffic traffic = new Traffic(options(), () -> {}, Runnable::run);
    Wiring wiring = new Wiring(options(), traffic);
    try (Cluster cluster = new Cluster(wiring)) {
      cluster.start();
      await()
          .untilAsserted(() -> assertThat(addresses(cluster)).containsExactlyElementsOf(ports()));
      assertThat(cluster.primaries()).hasSize(3);
      assertThat(cluster.servers()).containsAll(cluster.primaries());
    } finally {
      wiring.plug().close();
    }
  }

  private static List<String> addresses(Cluster cluster) {
    return cluster.servers().stream().map(it -> it.address().toString()).sorted().toList();
  }

  private static List<String> ports() {
    return redis.nodes().stream().map(it -> "127.0.0.1:" + it.port()).sorted().toList();
  }

  @Test
  void eachNodeHasOneConnection() {
    try (Link link = Link.connect(options())) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> redis.nodes().stream().allMatch(node -> connections(node) == 1));
      assertThat(link.state().condition()).isEqualTo(Condition.UP);
    }
  }

  /** The nodes of a cluster may all be somewhere else, and one of the URL's names among them. */
  @Test
  void whereNobodyAnswersTheNamesOfTheUrlAreTriedAgain() throws IOException {
    CompletableFuture<Void> hangingUp;
    try (EmbeddedCluster mortal = EmbeddedCluster.start(TestServer.sharded().withNodes(3, 0));
        ServerSocket name = new ServerSocket(0)) {
      AtomicInteger tries = new AtomicInteger();
      // On a thread of its own: the only one of a small common pool is for what others wait for.
      hangingUp =
          CompletableFuture.runAsync(
              () -> hangUp(name, tries), work -> new Thread(work, "hangs-up").start());
      String url = mortal.url() + ",localhost:" + name.getLocalPort();
      try (Link link = Link.connect(RedisOptions.parse(url))) {
        mortal.nodes().forEach(EmbeddedNode::kill);
        await().until(() -> link.state().condition() == Condition.DOWN);
        int before = tries.get();
        await().until(() -> tries.get() > before + 2);
      }
    }
    await().until(hangingUp::isDone);
  }

  private static void hangUp(ServerSocket server, AtomicInteger tries) {
    try {
      while (!server.isClosed()) {
        server.accept().close();
        tries.incrementAndGet();
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static long connections(EmbeddedNode node) {
    String name = " name=" + options().clientName() + " ";
    RedisClient client = RedisClient.create(RedisURI.create(node.adminUrl()));
    try {
      return client.connect().sync().clientList().lines().filter(it -> it.contains(name)).count();
    } finally {
      client.shutdown();
    }
  }
}
