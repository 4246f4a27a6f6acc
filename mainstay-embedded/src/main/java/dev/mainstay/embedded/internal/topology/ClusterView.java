package dev.mainstay.embedded.internal.topology;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one node of a Cluster sees all of them.
 *
 * @param members all that it knows, itself too
 */
record ClusterView(List<Member> members) {
  /** How many slots a Cluster has. */
  static final int SLOTS = 16_384;

  /**
   * One node as another one sees it.
   *
   * @param id 40 hexadecimal digits
   * @param port where it listens
   * @param busPort where it listens for other nodes
   * @param flags as in {@code myself,master}
   * @param primary the id of the one it follows, or {@code -}
   * @param epoch of its configuration: the higher one wins a slot
   * @param slots those that it serves
   */
  record Member(
      String id,
      int port,
      int busPort,
      Set<String> flags,
      String primary,
      long epoch,
      BitSet slots) {

    /** Reads a line of {@code CLUSTER NODES}. */
    private static Member parse(String line) {
      String[] parts = line.split(" ", -1);
      String[] ports = parts[1].substring(parts[1].indexOf(':') + 1).split("[@,]", -1);
      BitSet slots = new BitSet(SLOTS);
      for (int i = 8; i < parts.length; i++) {
        // In brackets are slots on their way; they are where they were until they have arrived.
        if (!parts[i].isEmpty() && !parts[i].startsWith("[")) {
          String[] range = parts[i].split("-", -1);
          slots.set(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]) + 1);
        }
      }
      return new Member(
          parts[0],
          Integer.parseInt(ports[0]),
          Integer.parseInt(ports[1]),
          Set.of(parts[2].split(",")),
          parts[3],
          Long.parseLong(parts[6]),
          slots);
    }

    boolean is(String flag) {
      return flags.contains(flag);
    }

    /** Whether nothing is wrong with it, as the node that was asked sees it. */
    boolean sound() {
      return !is("fail") && !is("fail?") && !is("handshake") && !is("noaddr");
    }
  }

  /** The view of this node. */
  static ClusterView of(Node node) throws IOException {
    return parse(node.ask("CLUSTER", "NODES").text());
  }

  static ClusterView parse(String text) {
    List<Member> members = new ArrayList<>();
    text.lines().filter(line -> !line.isBlank()).map(Member::parse).forEach(members::add);
    return new ClusterView(List.copyOf(members));
  }

  /** The node that was asked. */
  Member self() {
    return members.stream().filter(member -> member.is("myself")).findFirst().orElseThrow();
  }

  /** The node that listens there. */
  Optional<Member> at(int port) {
    return members.stream().filter(member -> member.port() == port).findFirst();
  }

  /** The slots of each primary that has some, by its id. */
  Map<String, BitSet> slots() {
    return members.stream()
        .filter(member -> !member.slots().isEmpty())
        .collect(Collectors.toMap(Member::id, Member::slots));
  }

  /** The primary of a slot. */
  Optional<Member> owner(int slot) {
    return members.stream().filter(member -> member.slots().get(slot)).findFirst();
  }

  /** How many slots are served by somebody. */
  int covered() {
    return slots().values().stream().mapToInt(BitSet::cardinality).sum();
  }
}
