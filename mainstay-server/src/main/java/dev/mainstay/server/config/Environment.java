package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values from environment variables: {@code MAINSTAY_} and the path in upper case, with underscores
 * for dots, as in {@code MAINSTAY_STORE_URL}, {@code MAINSTAY_STORE_READDEADLINE} (or {@code
 * READ_DEADLINE}), {@code MAINSTAY_APIKEYS_0_HASH}, {@code MAINSTAY_POLICIES_WEB_IDLE}, {@code
 * MAINSTAY_LIMITS_API_PERMITS}. A list of plain values has commas.
 */
final class Environment {
  /** How the name of every variable of ours begins, and so the origin of its value. */
  static final String PREFIX = "MAINSTAY_";

  /** What ./mainstay reads, and what Kubernetes sets for a service that is called mainstay. */
  private static final Pattern NOT_OURS =
      Pattern.compile("MAINSTAY_(JAVA_.*|SERVICE_(HOST|PORT).*|PORT_\\d+_.*)");

  private final Node.Mapping root;

  private Environment(Node.Mapping root) {
    this.root = root;
  }

  static void overlay(Node.Mapping root, Map<String, String> variables) {
    Environment environment = new Environment(root);
    new TreeMap<>(variables).forEach(environment::set);
  }

  private void set(String name, String value) {
    boolean ours = name.startsWith(PREFIX) && !NOT_OURS.matcher(name).matches();
    if (!ours || (name.equals("MAINSTAY_PORT") && value.startsWith("tcp://"))) {
      return;
    }
    String[] words = name.substring(PREFIX.length()).split("_", -1);
    List<String> path = path(Schema.ROOT, words, 0);
    if (path == null) {
      throw new InvalidValueException(name, "is unknown; " + Guess.of(name, names()));
    }
    Overlay.set(root, path, value, name);
  }

  /** The path that the words from a position on spell; null where they spell none. */
  private @Nullable List<String> path(Schema schema, String[] words, int from) {
    if (from == words.length) {
      Schema item = schema.children().get("#");
      boolean plainList = item != null && item.isLeaf();
      return (schema.isLeaf() || plainList) ? new ArrayList<>() : null;
    }
    StringBuilder joined = new StringBuilder();
    for (int to = from; to < words.length; to++) {
      joined.append(joined.isEmpty() ? "" : "_").append(words[to]);
      String name = name(schema, joined.toString());
      Schema child = name == null ? null : schema.child(isIndex(schema) ? "#" : name);
      List<String> rest = child == null ? null : path(child, words, to + 1);
      if (rest != null && name != null) {
        rest.add(0, name);
        return rest;
      }
    }
    return null;
  }

  private static boolean isIndex(Schema schema) {
    return schema.isList();
  }

  private @Nullable String name(Schema schema, String words) {
    if (schema.isList()) {
      return words.matches("\\d{1,3}") ? words : null;
    }
    for (String name : schema.children().keySet()) {
      if (Guess.plain(name).equals(Guess.plain(words))) {
        return name;
      }
    }
    return schema.children().containsKey("*") ? given(schema, words) : null;
  }

  /** The name that the file gave, else the words in lower case. */
  private String given(Schema schema, String words) {
    for (var entry : root.entries().entrySet()) {
      if (entry.getValue() instanceof Node.Mapping named
          && schema.equals(Schema.ROOT.child(entry.getKey()))) {
        for (String name : named.entries().keySet()) {
          if (Guess.plain(name).equals(Guess.plain(words))) {
            return name;
          }
        }
      }
    }
    return words.toLowerCase(Locale.ROOT);
  }

  private static List<String> names() {
    return Schema.PATHS.stream()
        .map(path -> PREFIX + path.replace(".#", "").replace('.', '_').toUpperCase(Locale.ROOT))
        .toList();
  }
}
