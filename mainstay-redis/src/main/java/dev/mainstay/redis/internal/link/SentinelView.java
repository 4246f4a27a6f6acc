package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one sentinel says.
 *
 * @param epoch the number of the failover that made the primary one
 * @param primary where it is
 * @param replicas those that it could be replaced by
 */
record SentinelView(long epoch, ServerAddress primary, List<ServerAddress> replicas) {
  private static final Set<String> AWAY = Set.of("s_down", "o_down", "disconnected");

  /**
   * A sentinel promotes no replica that lost its primary for more than so many times down-after.
   */
  private static final int DOWN_AFTERS = 10;

  /**
   * Reads the replies of {@code SENTINEL GET-MASTER-ADDR-BY-NAME}, {@code MASTER} and {@code
   * REPLICAS}. In the last steps of a failover the first names the new primary already, the second
   * still the old one, and the new one is still among the replicas.
   *
   * @throws RuntimeException where they are something else
   */
  static SentinelView of(
      List<@Nullable Object> address,
      List<@Nullable Object> master,
      List<@Nullable Object> replicas) {
    ServerAddress primary =
        ServerAddress.tcp(text(address.get(0)), Integer.parseInt(text(address.get(1))));
    Map<String, String> fields = fields(master);
    long downAfter = number(fields, "down-after-milliseconds", 30_000);
    List<ServerAddress> promotable = new ArrayList<>();
    for (Object replica : replicas) {
      if (replica instanceof List<?> flat
          && isPromotable(fields(flat), downAfter)
          && !primary.equals(address(fields(flat)))) {
        promotable.add(address(fields(flat)));
      }
    }
    return new SentinelView(number(fields, "config-epoch", 0), primary, List.copyOf(promotable));
  }

  private static ServerAddress address(Map<String, String> fields) {
    return ServerAddress.tcp(fields.getOrDefault("ip", ""), (int) number(fields, "port", 0));
  }

  /** The rule by which sentinels choose who may become primary. */
  private static boolean isPromotable(Map<String, String> replica, long downAfter) {
    for (String flag : replica.getOrDefault("flags", "").split(",", -1)) {
      if (AWAY.contains(flag)) {
        return false;
      }
    }
    return number(replica, "slave-priority", 100) != 0
        && number(replica, "master-link-down-time", 0) <= DOWN_AFTERS * downAfter;
  }

  private static long number(Map<String, String> fields, String name, long otherwise) {
    String text = fields.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private static Map<String, String> fields(List<?> flat) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(text(flat.get(i)), text(flat.get(i + 1)));
    }
    return fields;
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }
}
