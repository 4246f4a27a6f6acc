package dev.mainstay.redis.internal.link;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Keys that hold the same, so that each server has one. */
final class Copies {
  private Copies() {}

  /** One for each server that is connected to. */
  static List<byte[]> spread(Topology topology, List<byte[]> copies) {
    Set<Server> asked = new HashSet<>();
    return copies.stream()
        .filter(copy -> isConnected(topology, copy))
        .filter(copy -> asked.add(Objects.requireNonNull(topology.server(copy))))
        .toList();
  }

  /**
   * The one to read together with a key: of the same server where it has one, else of any that is
   * connected to.
   */
  static byte[] beside(Topology topology, byte[] key, List<byte[]> copies) {
    Server same = topology.server(key);
    return copies.stream()
        .filter(copy -> Objects.equals(topology.server(copy), same))
        .findFirst()
        .or(() -> copies.stream().filter(copy -> isConnected(topology, copy)).findFirst())
        .orElse(copies.get(0));
  }

  private static boolean isConnected(Topology topology, byte[] key) {
    Server server = topology.server(key);
    return server != null && server.line() != null;
  }
}
