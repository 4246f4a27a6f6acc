package dev.mainstay.server.http;

import dev.mainstay.cache.CacheSteps;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.CacheDirectives;
import dev.mainstay.http.Durations;
import dev.mainstay.http.Ids;
import dev.mainstay.server.http.OpenCaches.OpenCache;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Many entries of a cache as the API reads and writes them. */
final class CacheJson {
  /** So many keys may be dropped at once. */
  static final int MOST_DROPPED = 1_000;

  /** So many entries may be read or written at once. */
  static final int MOST_READ = 100;

  /** So many bytes of values one answer holds; what goes beyond is to be asked for again. */
  private static final long MOST_BYTES = 16 << 20;

  private static final int MOST_TAGS = 16;
  private static final Set<String> ENTRY =
      Set.of(
          "key",
          "value",
          "contentType",
          "maxAge",
          "staleWhileRevalidate",
          "staleIfError",
          "tags",
          "lease");

  private CacheJson() {}

  /** A list of names; empty where it is left out. */
  static List<String> names(Map<String, JsonValue> fields, String name, int most) {
    JsonValue given = fields.get(name);
    if (given == null || given.isNull()) {
      return List.of();
    }
    List<JsonValue> elements = given.requireArray();
    if (elements.size() > most) {
      throw new InvalidValueException(
          given.path(), elements.size() + " are too many at once, allowed are " + most);
    }
    return elements.stream()
        .map(element -> Ids.require(element.path(), element.requireString()))
        .toList();
  }

  /** A list of names that has at least one. */
  static List<String> required(Map<String, JsonValue> fields, String name, int most) {
    List<String> names = names(fields, name, most);
    if (names.isEmpty()) {
      throw new InvalidValueException(name, "is missing or empty");
    }
    return names;
  }

  static String key(Map<String, JsonValue> fields) {
    return Ids.require("key", Fields.required(fields, "key"));
  }

  /** Entries to be written; all of them are right, or none is written. */
  static List<CacheWrite> writes(OpenCache cache, Map<String, JsonValue> fields) {
    JsonValue entries = fields.get("entries");
    if (entries == null) {
      throw new InvalidValueException("entries", "is missing");
    }
    List<JsonValue> all = entries.requireArray();
    if (all.isEmpty() || all.size() > MOST_READ) {
      throw new InvalidValueException(
          "entries", all.size() + " at once, allowed are 1 to " + MOST_READ);
    }
    Set<String> keys = new HashSet<>();
    List<CacheWrite> writes = new ArrayList<>();
    for (JsonValue entry : all) {
      CacheWrite write = write(cache, entry.requireFields(ENTRY));
      if (!keys.add(write.key())) {
        throw new InvalidValueException(entry.path() + ".key", "is the key of another entry, too");
      }
      writes.add(write);
    }
    return writes;
  }

  private static CacheWrite write(OpenCache cache, Map<String, JsonValue> fields) {
    return CacheWrite.of(
        cache,
        key(fields),
        lease(fields),
        new CacheDirectives(
            time(fields, "maxAge"),
            time(fields, "staleWhileRevalidate"),
            time(fields, "staleIfError"),
            false),
        names(fields, "tags", MOST_TAGS),
        CacheHeads.type(
            "contentType", Fields.string(fields, "contentType", "application/octet-stream")),
        bytes(Fields.required(fields, "value")));
  }

  /** One that cannot be a lease is refused before anything is stored. */
  private static @Nullable String lease(Map<String, JsonValue> fields) {
    String lease = Fields.string(fields, "lease");
    return lease == null ? null : CacheSteps.requireLease(lease);
  }

  private static Optional<Duration> time(Map<String, JsonValue> fields, String name) {
    String text = Fields.string(fields, name);
    if (text == null) {
      return Optional.empty();
    }
    Duration time = Durations.parse(name, text);
    if (time.compareTo(Freshness.LONGEST) > 0) {
      throw new InvalidValueException(name, "'" + text + "' is not within 0s to 30d");
    }
    return Optional.of(time);
  }

  private static Buffer bytes(String base64) {
    try {
      return Buffer.buffer(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("value", "is not Base64 (RFC 4648, section 4)");
    }
  }

  static Answer number(String name, long value) {
    return Answer.json(200, new JsonOut().open().number(name, value).close().toString());
  }

  /** What was found, in the order of the keys. */
  static String found(List<String> keys, List<Look<Envelope>> looks) {
    List<String> missing = new ArrayList<>();
    List<String> omitted = new ArrayList<>();
    JsonOut out = new JsonOut().open().openList("entries");
    long bytes = 0;
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      CacheHit hit = CacheHit.of(looks.get(i)).filter(CacheHit::isForAll).orElse(null);
      if (hit == null) {
        missing.add(key);
      } else if (bytes + hit.value().body().length() > MOST_BYTES) {
        omitted.add(key);
      } else {
        bytes += hit.value().body().length();
        entry(out.item(), key, hit);
      }
    }
    out.closeList();
    list(out, "missing", missing);
    list(out, "omitted", omitted);
    return out.close().toString();
  }

  private static void entry(JsonOut out, String key, CacheHit hit) {
    out.text("key", key)
        .text("value", Base64.getEncoder().encodeToString(hit.value().body().getBytes()))
        .text("contentType", hit.value().type())
        .number("ageMs", hit.age().toMillis())
        .number("ttlMs", hit.left().toMillis())
        .close();
  }

  /** What was written; where its lease is void, an entry was not. */
  static String stored(List<CacheWrite> writes, List<Boolean> done) {
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < writes.size(); i++) {
      if (!done.get(i)) {
        refused.add(writes.get(i).key());
      }
    }
    JsonOut out = new JsonOut().open().number("stored", (long) writes.size() - refused.size());
    list(out, "refused", refused);
    return out.close().toString();
  }

  private static void list(JsonOut out, String name, List<String> values) {
    out.openList(name);
    values.forEach(out::element);
    out.closeList();
  }
}
