package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which values there are. A path has names between dots; {@code *} stands for any name, {@code #}
 * for a position in a list.
 */
final class Schema {
  static final List<String> PATHS =
      List.of(
          "host",
          "port",
          "tls.certificate",
          "tls.key",
          "apiKeys.#.name",
          "apiKeys.#.hash",
          "apiKeys.#.namespace",
          "apiKeys.#.admin",
          "store.url",
          "store.readDeadline",
          "store.writeDeadline",
          "store.tls.ca",
          "store.tls.certificate",
          "store.tls.key",
          "cacheStore.url",
          "cacheStore.readDeadline",
          "cacheStore.writeDeadline",
          "cacheStore.tls.ca",
          "cacheStore.tls.certificate",
          "cacheStore.tls.key",
          "encryption.keys.#.id",
          "encryption.keys.#.file",
          "encryption.keys.#.key",
          "encryption.whenUnreadable",
          "encryption.readsPlain",
          "data",
          "bodyLimit",
          "drain",
          "policies.*.idle",
          "policies.*.lifetime",
          "policies.*.grace",
          "policies.*.limit",
          "policies.*.whenFull",
          "policies.*.fence",
          "policies.*.events",
          "policies.*.cookie.name",
          "policies.*.cookie.insecure",
          "sessions.near.entries",
          "sessions.near.maxAge",
          "limits.*.algorithm",
          "limits.*.permits",
          "limits.*.per",
          "limits.*.burst",
          "limits.*.calendar.unit",
          "limits.*.calendar.zone",
          "limits.*.within",
          "limits.*.onSilence",
          "limits.*.mode",
          "limits.*.revision",
          "caches.*.ttl",
          "caches.*.jitter",
          "caches.*.stale",
          "caches.*.staleWhileRevalidate",
          "caches.*.staleIfError",
          "caches.*.hardTimeout",
          "caches.*.maxBytes",
          "caches.*.invalidationChannel",
          "caches.*.tellInvalidations",
          "caches.*.emptyWhenMissed",
          "allowedOrigins.#",
          "trustedHosts.#",
          "log.level",
          "log.format");

  static final Schema ROOT = build();

  private final Map<String, Schema> children = new TreeMap<>();

  private Schema() {}

  private static Schema build() {
    Schema root = new Schema();
    for (String path : PATHS) {
      Schema at = root;
      for (String name : path.split("\\.", -1)) {
        at = at.children.computeIfAbsent(name, any -> new Schema());
      }
    }
    return root;
  }

  Map<String, Schema> children() {
    return children;
  }

  boolean isLeaf() {
    return children.isEmpty();
  }

  boolean isList() {
    return children.containsKey("#");
  }

  /** What may stand under a name; null where it is unknown. */
  @Nullable Schema child(String name) {
    Schema named = children.get(name);
    return named != null || name.equals("#") ? named : children.get("*");
  }

  /** Refuses what is unknown or of the wrong shape. */
  void check(Node node, String path) {
    Schema item = children.get("#");
    if (node instanceof Node.Mapping mapping && !isLeaf() && !isList()) {
      mapping.entries().forEach((name, value) -> entry(path, name, value));
    } else if (node instanceof Node.Sequence sequence && item != null) {
      int index = 0;
      for (Node each : sequence.items()) {
        item.check(each, path + "." + index++);
      }
    } else if (!(node instanceof Node.Scalar) || !isLeaf()) {
      throw new InvalidValueException(node.origin() + ": " + path, "expects " + shape());
    }
  }

  private void entry(String path, String name, Node value) {
    String full = path.isEmpty() ? name : path + "." + name;
    Schema child = child(name);
    if (child == null) {
      throw new InvalidValueException(
          value.origin() + ": " + full, "is unknown; " + Guess.of(name, names()));
    }
    child.check(value, full);
  }

  private String shape() {
    if (isLeaf()) {
      return "one value";
    }
    return isList() ? "a list" : "a mapping with " + String.join(", ", names());
  }

  private List<String> names() {
    return new ArrayList<>(children.keySet());
  }
}
