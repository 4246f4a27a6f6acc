package dev.mainstay.tck.weather;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is in a store: that nothing is half written, and nothing is left for ever. */
final class Inventory {
  private static final long REMEMBERED = 61_000;

  private final RedisCommands<String, String> admin;
  private final List<String> problems = new ArrayList<>();

  private Inventory(RedisCommands<String, String> admin) {
    this.admin = admin;
  }

  /** What is wrong with a store where no session has expired and nobody writes. */
  static List<String> problems(RedisCommands<String, String> admin) {
    Inventory inventory = new Inventory(admin);
    Set<String> keys = new HashSet<>(admin.keys("*"));
    keys.forEach(key -> inventory.look(key, keys));
    return inventory.problems;
  }

  /** The keys that stay for longer than a minute. */
  static List<String> lasting(RedisCommands<String, String> admin) {
    return admin.keys("*").stream().filter(key -> admin.pttl(key) > REMEMBERED).toList();
  }

  static String kind(String key) {
    String[] parts = key.split(":", -1);
    return parts.length == 6 ? parts[4] : "";
  }

  private void look(String key, Set<String> keys) {
    if (admin.pttl(key) == -1) {
      problems.add(key + " has no end");
    }
    int name = key.lastIndexOf(':') + 1;
    String base = key.substring(0, Math.max(0, name - 2));
    switch (kind(key)) {
      case "s" -> session(key, base, key.substring(name), keys);
      case "u" ->
          admin.hkeys(key).stream()
              .filter(id -> !keys.contains(base + "s:" + id))
              .forEach(id -> problems.add(key + " leads to no session: " + id));
      default -> {
        // An end record or an epoch, which stand for themselves.
      }
    }
  }

  private void session(String key, String base, String id, Set<String> keys) {
    if (!keys.contains(base + "e:" + id)) {
      problems.add(key + " has no end record");
    }
    String user = admin.hget(key, "u");
    if (user != null && !admin.hexists(base + "u:" + user, id)) {
      problems.add(key + " is not in its user's index");
    }
    if (admin.hget(key, "h") == null || admin.hget(key, "m") == null) {
      problems.add(key + " is half written");
    }
  }
}
