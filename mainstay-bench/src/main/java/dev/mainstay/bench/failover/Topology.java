package dev.mainstay.bench.failover;

import dev.mainstay.bench.store.Endless;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.NodeRole;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Real servers, and what can be done to their primary. */
interface Topology extends AutoCloseable {
  /** So long a primary stands still: longer than any failover takes. */
  Duration STALL = Duration.ofSeconds(6);

  /** So long replicas lag: shorter than anybody takes to give them up. */
  Duration LAG = Duration.ofMillis(600);

  /** So long servers may take to be as they were before a fault. */
  Duration HEALTHY = Duration.ofSeconds(40);

  /** How the servers are put together. */
  enum Kind {
    /** One server. */
    STANDALONE,
    /** A primary, two replicas, three sentinels. */
    SENTINEL,
    /** Three primaries with a replica each. */
    CLUSTER;

    Topology start(@Nullable Path binary) {
      return switch (this) {
        case STANDALONE -> StandaloneTopology.start(binary);
        case SENTINEL -> SentinelTopology.start(binary);
        case CLUSTER -> ClusterTopology.start(binary);
      };
    }
  }

  /** Where it is, for an engine. */
  String url();

  /** Does it, and returns when all servers are as they were before. */
  void strike(Blow blow);

  /** Strikes a primary that others of its nodes replace, and brings it back when they have. */
  static void strike(Blow blow, EmbeddedNode primary, List<EmbeddedNode> nodes) {
    if (blow == Blow.STALL) {
      primary.stall();
      Pause.of(STALL);
      primary.resume();
      return;
    }
    if (blow == Blow.LAGGING_KILL) {
      killLagging(primary, nodes.stream().filter(node -> is(node, NodeRole.REPLICA)).toList());
    } else {
      primary.kill();
    }
    Pause.of(STALL);
    primary.restart();
  }

  /** Replicas that fall behind, and a primary that is killed. */
  private static void killLagging(EmbeddedNode primary, List<EmbeddedNode> replicas) {
    replicas.forEach(EmbeddedNode::stall);
    try (Resp admin = connect(URI.create(primary.adminUrl()))) {
      admin.call("CLIENT", "KILL", "TYPE", "replica");
    }
    Pause.of(LAG);
    primary.kill();
    replicas.forEach(EmbeddedNode::resume);
  }

  /** Whether a node is of a role; one that does not answer is of none. */
  static boolean is(EmbeddedNode node, NodeRole role) {
    return node.role().filter(role::equals).isPresent();
  }

  /** How long at most nobody may be served for it. */
  Duration bar();

  /** About how long a strike takes, until the servers are as before. */
  Duration cycle(Blow blow);

  /** Who shares a primary. */
  default String group(Operation operation) {
    return "";
  }

  /** The URLs of the servers that the keys are on, for somebody who may do anything. */
  List<String> admins();

  /** Keys without a time to live, on any of its servers. */
  default List<String> endless() {
    return admins().stream().flatMap(url -> endless(URI.create(url)).stream()).toList();
  }

  /** What the servers are. */
  default String version() {
    try (Resp admin = connect(URI.create(admins().get(0)))) {
      return admin.info("server").getOrDefault("redis_version", "?");
    }
  }

  private static List<String> endless(URI url) {
    try (Resp admin = connect(url)) {
      return Endless.keys(admin);
    }
  }

  private static Resp connect(URI url) {
    String[] login = url.getUserInfo().split(":", 2);
    Resp admin = Resp.connect(url.getPort());
    admin.call("AUTH", login[0], login[1]);
    return admin;
  }

  @Override
  void close();
}
