package dev.mainstay.redis.internal.link;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in the stream of writes that a primary sends to its replicas.
 *
 * @param history which stream: a primary that takes another's place begins a new one
 * @param offset how many bytes of it are behind this place
 */
record Position(String history, long offset) {

  /** Where a primary is, by its section {@code replication}; {@code null} where it is none. */
  static @Nullable Position ofPrimary(Map<String, String> info) {
    return "master".equals(info.get("role")) ? of(info, "master_repl_offset") : null;
  }

  /**
   * How far a replica has applied what came, by its section {@code replication}; {@code null} where
   * it is none or has lost its primary: then it may be about to begin from another's data.
   */
  static @Nullable Position ofReplica(Map<String, String> info) {
    return "slave".equals(info.get("role")) && "up".equals(info.get("master_link_status"))
        ? of(info, "slave_repl_offset")
        : null;
  }

  private static @Nullable Position of(Map<String, String> info, String field) {
    String history = info.get("master_replid");
    String offset = info.get(field);
    return history != null && offset != null && offset.matches("\\d{1,18}")
        ? new Position(history, Long.parseLong(offset))
        : null;
  }

  /** Whether who is here has all that who was there had. */
  boolean reaches(Position there) {
    return history.equals(there.history) && offset >= there.offset;
  }
}
