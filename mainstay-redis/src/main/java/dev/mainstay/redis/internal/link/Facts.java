package dev.mainstay.redis.internal.link;

import static dev.mainstay.redis.StoreFacts.UNKNOWN;

import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What INFO and CONFIG say, and what follows from it. */
final class Facts {
  private final Map<String, String> info;
  private final @Nullable String save;

  /**
   * @param info all of INFO, empty where it is refused
   * @param save the setting {@code save}, {@code null} where CONFIG is refused
   */
  Facts(Map<String, String> info, @Nullable String save) {
    this.info = info;
    this.save = save;
  }

  StoreFacts told() {
    return new StoreFacts(
        kind(),
        version(),
        get("redis_mode", get("server_mode", UNKNOWN)),
        get("role", UNKNOWN),
        get("maxmemory_policy", UNKNOWN),
        persistence(),
        get("connected_slaves", UNKNOWN));
  }

  /** What is wrong with the version; {@code null} when nothing is, or it is not told. */
  @Nullable String tooOld() {
    boolean valkey = kind().equals("valkey");
    String[] numbers = version().split("\\.", -1);
    if (numbers.length < 2 || !version().matches("\\d{1,4}\\.\\d{1,4}.*")) {
      return null;
    }
    int version = Integer.parseInt(numbers[0]) * 10_000 + Integer.parseInt(numbers[1]);
    if (version >= (valkey ? 70_002 : 70_000)) {
      return null;
    }
    return "is "
        + (valkey ? "Valkey " : "Redis ")
        + version()
        + "; Mainstay needs Redis 7.0 or Valkey 7.2, or later";
  }

  private String kind() {
    if (info.isEmpty()) {
      return UNKNOWN;
    }
    return info.containsKey("valkey_version") ? "valkey" : "redis";
  }

  private String version() {
    return get("valkey_version", get("redis_version", UNKNOWN));
  }

  private String persistence() {
    boolean aof = get("aof_enabled", "").equals("1");
    if (save == null) {
      return aof ? "aof" : UNKNOWN;
    }
    if (save.isEmpty()) {
      return aof ? "aof" : info.isEmpty() ? UNKNOWN : "none";
    }
    return aof ? "aof+rdb" : "rdb";
  }

  private String get(String name, String otherwise) {
    return info.getOrDefault(name, otherwise);
  }

  /** The warnings that a store of the state role deserves, one for each setting. */
  static List<StoreWarning> warnings(StoreFacts facts) {
    List<StoreWarning> warnings = new ArrayList<>();
    String policy = facts.maxmemoryPolicy();
    if (policy.equals(UNKNOWN)) {
      warnings.add(
          new StoreWarning(
              "maxmemory-policy",
              "maxmemory-policy is unknown (the server refuses to tell); unless it is noeviction,"
                  + " sessions may vanish when memory is full."));
    } else if (!policy.equals("noeviction")) {
      warnings.add(
          new StoreWarning(
              "maxmemory-policy",
              "maxmemory-policy is "
                  + policy
                  + ": sessions may vanish when memory is full; set noeviction."));
    }
    if (facts.persistence().equals(UNKNOWN)) {
      warnings.add(
          new StoreWarning(
              "persistence",
              "persistence is unknown (the server refuses CONFIG); without AOF or RDB a restart"
                  + " loses all sessions."));
    } else if (facts.persistence().equals("none")) {
      warnings.add(
          new StoreWarning(
              "persistence",
              "persistence is off (no AOF, no RDB): a restart loses all sessions; set appendonly"
                  + " yes."));
    }
    replicas(facts, warnings);
    return List.copyOf(warnings);
  }

  private static void replicas(StoreFacts facts, List<StoreWarning> warnings) {
    boolean unknown = facts.replicas().equals(UNKNOWN);
    if (!unknown && !facts.replicas().equals("0")) {
      return;
    }
    warnings.add(
        new StoreWarning(
            "replicas",
            unknown
                ? "replicas are unknown (the server refuses INFO); without one, sessions are away"
                    + " while the server is."
                : "no replica is connected: sessions are away while the server is; add one."));
  }
}
