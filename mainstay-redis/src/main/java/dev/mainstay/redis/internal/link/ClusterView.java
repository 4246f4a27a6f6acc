package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one node of a cluster says of all: the reply of {@code CLUSTER NODES}, a line a node.
 *
 * <pre>
 * id ip:port@bus[,host] flags primary ping pong epoch link [slot|slot-slot|[slot->-id]] ...
 * </pre>
 *
 * @param self the id of the one that says it
 * @param nodes those with an address
 */
record ClusterView(String self, List<Member> nodes) {

  /** Slots from the first to the last. */
  record Range(int first, int last) {}

  /**
   * One node.
   *
   * @param id its name in the cluster
   * @param address where clients reach it
   * @param primary whether it is one
   * @param of the id of its primary, {@code -} where it is none's replica
   * @param failed whether the cluster agreed that it is down
   * @param epoch of two that claim a slot the higher has it
   * @param slots the slots that it serves
   */
  record Member(
      String id,
      ServerAddress address,
      boolean primary,
      String of,
      boolean failed,
      long epoch,
      List<Range> slots) {}

  private static final int FIELDS = 8;
  private static final String MYSELF = "myself";
  private static final Set<String> NOT_THERE = Set.of("noaddr", "handshake");

  /** Never promoted, so that nobody has to wait for it. */
  private static final String NO_FAILOVER = "nofailover";

  /**
   * Reads a reply.
   *
   * @param asked the address of the node that answered: it may not know its own
   */
  static ClusterView of(String reply, ServerAddress asked) {
    String self = "";
    List<Member> nodes = new ArrayList<>();
    for (String line : reply.split("\n", -1)) {
      String[] fields = line.strip().split(" ", -1);
      if (fields.length >= FIELDS) {
        List<String> flags = Arrays.asList(fields[2].split(",", -1));
        self = flags.contains(MYSELF) ? fields[0] : self;
        if (flags.stream().noneMatch(NOT_THERE::contains)) {
          nodes.add(member(fields, flags, asked));
        }
      }
    }
    return new ClusterView(self, List.copyOf(nodes));
  }

  private static Member member(String[] fields, List<String> flags, ServerAddress asked) {
    return new Member(
        fields[0],
        address(fields[1], flags.contains(MYSELF), asked),
        flags.contains("master"),
        flags.contains(NO_FAILOVER) ? "-" : fields[3],
        flags.contains("fail"),
        Long.parseLong(fields[6]),
        slots(fields));
  }

  /** {@code ip:port@bus,host}; a node that does not know its own IP leaves it out. */
  private static ServerAddress address(String text, boolean myself, ServerAddress asked) {
    String[] parts = text.split(",", -1);
    String place = parts[0].contains("@") ? parts[0].substring(0, parts[0].indexOf('@')) : parts[0];
    int colon = place.lastIndexOf(':');
    String ip = place.substring(0, colon);
    String host = ip.isEmpty() && parts.length > 1 ? parts[1] : ip;
    if (myself && host.isEmpty()) {
      return asked;
    }
    return ServerAddress.tcp(
        host.isEmpty() ? asked.host() : host, Integer.parseInt(place.substring(colon + 1)));
  }

  private static List<Range> slots(String[] fields) {
    List<Range> slots = new ArrayList<>();
    for (int i = FIELDS; i < fields.length; i++) {
      if (!fields[i].isEmpty() && !fields[i].startsWith("[")) {
        String[] ends = fields[i].split("-", 2);
        slots.add(new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
      }
    }
    return List.copyOf(slots);
  }

  /** Those that the cluster does not take for down. */
  List<Member> present() {
    return nodes.stream().filter(node -> !node.failed()).toList();
  }

  /** Where the replicas of each primary are that could replace it, by its id. */
  Map<String, List<ServerAddress>> replicas() {
    Map<String, List<ServerAddress>> replicas = new HashMap<>();
    for (Member node : nodes) {
      if (!node.primary() && !node.failed()) {
        replicas.computeIfAbsent(node.of(), primary -> new ArrayList<>()).add(node.address());
      }
    }
    return replicas;
  }
}
