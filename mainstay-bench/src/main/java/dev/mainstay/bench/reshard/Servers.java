package dev.mainstay.bench.reshard;

import dev.mainstay.bench.store.Endless;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.embedded.ClusterOptions;
import dev.mainstay.embedded.EmbeddedCluster;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.NodeRole;
import dev.mainstay.embedded.SentinelOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real servers, and what an operator can do to them. */
interface Servers extends AutoCloseable {
  /** So long servers may take to be in order after something was done to them. */
  Duration HEALTHY = Duration.ofSeconds(40);

  /** How the servers are put together. */
  enum Kind {
    /** A primary, two replicas, three sentinels. */
    SENTINEL,
    /** Three primaries with a replica each. */
    CLUSTER;

    Servers start(@Nullable Path binary) {
      return this == CLUSTER ? new OfCluster(binary) : new OfSentinel(binary);
    }

    /** What is done to them, in order. */
    List<Planned> plan() {
      return this == CLUSTER
          ? List.of(Planned.RESHARD, Planned.FAILOVER, Planned.FAILOVER)
          : List.of(Planned.FAILOVER, Planned.FAILOVER);
    }
  }

  /** Where they are, for an engine. */
  String url();

  /** Moves slots to a primary that is far from them, with a pause in each step. */
  void reshard(Window window, Duration pause);

  /** Has a replica take the place of a primary; returns when it has. */
  void failover();

  /** Waits until all servers are in order. */
  void awaitHealthy();

  List<EmbeddedNode> nodes();

  /** Keys without a time to live, on any of them. */
  default List<String> endless() {
    return primaries().stream().flatMap(node -> endless(node).stream()).toList();
  }

  /** What they are. */
  default String version() {
    try (Resp admin = connect(primaries().get(0))) {
      return admin.info("server").getOrDefault("redis_version", "?");
    }
  }

  private List<EmbeddedNode> primaries() {
    return nodes().stream()
        .filter(node -> node.role().equals(Optional.of(NodeRole.PRIMARY)))
        .toList();
  }

  private static List<String> endless(EmbeddedNode node) {
    try (Resp admin = connect(node)) {
      return Endless.keys(admin);
    }
  }

  private static Resp connect(EmbeddedNode node) {
    String[] login = URI.create(node.adminUrl()).getUserInfo().split(":", 2);
    Resp admin = Resp.connect(node.port());
    admin.call("AUTH", login[0], login[1]);
    return admin;
  }

  @Override
  void close();

  /** Three primaries with a replica each. */
  final class OfCluster implements Servers {
    private final EmbeddedCluster redis;

    private OfCluster(@Nullable Path binary) {
      this.redis = EmbeddedCluster.start(ClusterOptions.usual().withBinary(binary).withAdmin());
    }

    @Override
    public String url() {
      return redis.url();
    }

    @Override
    public void reshard(Window window, Duration pause) {
      EmbeddedNode target = redis.primaryOf(window.opposite());
      redis.moveSlots(window.first(), window.last(), target, pause);
    }

    @Override
    public void failover() {
      EmbeddedNode replica =
          nodes().stream()
              .filter(node -> node.role().equals(Optional.of(NodeRole.REPLICA)))
              .findFirst()
              .orElseThrow();
      redis.failover(replica);
    }

    @Override
    public void awaitHealthy() {
      redis.awaitHealthy(HEALTHY);
    }

    @Override
    public List<EmbeddedNode> nodes() {
      return redis.nodes();
    }

    @Override
    public void close() {
      redis.close();
    }
  }

  /** A primary, two replicas, three sentinels. */
  final class OfSentinel implements Servers {
    private static final Duration CALM = Duration.ofSeconds(1);

    private final EmbeddedSentinel redis;

    private OfSentinel(@Nullable Path binary) {
      this.redis = EmbeddedSentinel.start(SentinelOptions.usual().withBinary(binary).withAdmin());
    }

    @Override
    public String url() {
      return redis.url();
    }

    @Override
    public void reshard(Window window, Duration pause) {
      throw new IllegalStateException("one primary has no slots");
    }

    @Override
    public void failover() {
      redis.failover();
    }

    @Override
    public void awaitHealthy() {
      redis.awaitHealthy(HEALTHY);
      Pause.of(CALM);
    }

    @Override
    public List<EmbeddedNode> nodes() {
      return redis.nodes();
    }

    @Override
    public void close() {
      redis.close();
    }
  }
}
