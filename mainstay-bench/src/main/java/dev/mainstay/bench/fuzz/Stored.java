package dev.mainstay.bench.fuzz;

import dev.mainstay.bench.store.Resp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One key as it should be, to be put back after it was damaged; a hash or a string. */
final class Stored {
  private static final String TTL = "600000";

  private final String key;
  private final boolean isHash;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private Stored(String key, boolean isHash) {
    this.key = key;
    this.isHash = isHash;
  }

  static Stored read(Resp admin, String key) {
    Stored stored = new Stored(key, admin.text("TYPE", key).equals("hash"));
    if (stored.isHash) {
      List<?> flat = (List<?>) Objects.requireNonNull(admin.call("HGETALL", key));
      for (int i = 0; i < flat.size(); i += 2) {
        stored.fields.put((String) flat.get(i), (String) flat.get(i + 1));
      }
    } else {
      stored.fields.put("", admin.text("GET", key));
    }
    return stored;
  }

  /** A string's one field has the empty name. */
  Map<String, String> fields() {
    return new LinkedHashMap<>(fields);
  }

  boolean isHash() {
    return isHash;
  }

  String key() {
    return key;
  }

  /** The commands that make the key hold these fields; as always, with an expiry. */
  List<String[]> writing(Map<String, String> contents) {
    List<String[]> commands = new ArrayList<>();
    commands.add(new String[] {"DEL", key});
    if (!isHash) {
      commands.add(new String[] {"SET", key, contents.getOrDefault("", ""), "PX", TTL});
    } else if (!contents.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("HSET", key));
      contents.forEach((name, value) -> words.addAll(List.of(name, value)));
      commands.add(words.toArray(String[]::new));
      commands.add(new String[] {"PEXPIRE", key, TTL});
    }
    return commands;
  }
}
