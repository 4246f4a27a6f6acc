package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Settings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Where one sentinel listens and what its peers know it by.
 *
 * @param port where it listens
 * @param id 40 hexadecimal digits
 */
record SentinelSeat(int port, String id) {

  static SentinelSeat on(int port) {
    byte[] bits = new byte[20];
    new SecureRandom().nextBytes(bits);
    return new SentinelSeat(port, HexFormat.of().formatHex(bits));
  }

  /** Its first configuration, with {@code data}, the primary first, and all its peers known. */
  List<String> configuration(
      SentinelPlan plan, Users users, Path folder, List<Node> data, List<SentinelSeat> all) {
    String name = SentinelTopology.NAME;
    String at = " " + name + " 127.0.0.1 ";
    List<String> lines = new ArrayList<>();
    lines.add("daemonize no");
    lines.add("always-show-logo no");
    lines.add("loglevel notice");
    lines.add("bind 127.0.0.1 -::1");
    lines.add("port " + port);
    lines.add("dir " + Settings.quoted(folder));
    lines.add("sentinel myid " + id);
    lines.add("sentinel monitor" + at + data.get(0).port() + " " + plan.quorum());
    lines.add("sentinel down-after-milliseconds " + name + " " + plan.downAfter().toMillis());
    lines.add("sentinel failover-timeout " + name + " " + plan.failoverTimeout().toMillis());
    lines.add("sentinel parallel-syncs " + name + " " + plan.parallelSyncs());
    lines.addAll(users.ofSentinel(name));
    for (Node replica : data.subList(1, data.size())) {
      lines.add("sentinel known-replica" + at + replica.port());
    }
    for (SentinelSeat peer : all) {
      if (!peer.equals(this)) {
        lines.add("sentinel known-sentinel" + at + peer.port() + " " + peer.id());
      }
    }
    return lines;
  }
}
