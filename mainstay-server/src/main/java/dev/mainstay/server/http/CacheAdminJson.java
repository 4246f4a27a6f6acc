package dev.mainstay.server.http;

import dev.mainstay.cache.CacheSize;
import dev.mainstay.cache.CacheStats;
import dev.mainstay.cache.Inspected;
import java.util.List;

/** What operators are told of caches, as JSON. */
final class CacheAdminJson {
  private CacheAdminJson() {}

  /** A cache and what it counted; to be closed. */
  static JsonOut cache(String name, CacheStats stats) {
    return new JsonOut()
        .open()
        .text("cache", name)
        .open("stats")
        .number("nearHits", stats.nearHits())
        .number("hits", stats.hits())
        .number("staleServed", stats.staleServed())
        .number("misses", stats.misses())
        .number("loads", stats.loads())
        .number("loadFailures", stats.loadFailures())
        .number("refusedFills", stats.refusedFills())
        .number("rejected", stats.rejected())
        .number("nearEvictions", stats.nearEvictions())
        .number("checks", stats.checks())
        .number("violations", stats.violations())
        .number("skippedChecks", stats.skippedChecks())
        .close();
  }

  static JsonOut size(JsonOut out, CacheSize size) {
    return out.open("size")
        .number("entries", size.entries())
        .number("bytes", size.bytes())
        .number("measured", size.measured())
        .close();
  }

  /** What is there of keys, in their order. */
  static String inspected(List<String> keys, List<Inspected> seen) {
    JsonOut out = new JsonOut().open().openList("entries");
    for (int i = 0; i < keys.size(); i++) {
      out.item().text("key", keys.get(i));
      entry(out, seen.get(i));
      out.close();
    }
    return out.closeList().close().toString();
  }

  private static void entry(JsonOut out, Inspected seen) {
    if (seen instanceof Inspected.Value value) {
      kept(out.text("state", "value"), value.kept());
      value(out, value);
    } else if (seen instanceof Inspected.Leased leased) {
      kept(out.text("state", "leased"), leased.kept());
    } else if (seen instanceof Inspected.Written written) {
      kept(out.text("state", "written"), written.kept());
      out.number("writers", written.writers());
    } else if (seen instanceof Inspected.Foreign foreign) {
      kept(out.text("state", "foreign"), foreign.kept());
    } else {
      out.text("state", "absent");
    }
  }

  private static void kept(JsonOut out, Inspected.Kept kept) {
    out.number("bytes", kept.bytes()).number("keptMs", kept.left().toMillis());
    kept.idle().ifPresent(idle -> out.number("idleMs", idle.toMillis()));
  }

  private static void value(JsonOut out, Inspected.Value value) {
    out.number("payloadBytes", value.payload())
        .number("ageMs", value.age().toMillis())
        .number("ttlMs", value.fresh().toMillis())
        .number("loadMs", value.loadTime().toMillis())
        .number("schema", value.schema())
        .raw("readable", Boolean.toString(value.readable()))
        .raw("absent", Boolean.toString(value.isAbsent()))
        .openList("tags");
    for (Inspected.Tag tag : value.tags()) {
      out.item().text("tag", tag.name()).raw("stands", Boolean.toString(tag.stands())).close();
    }
    out.closeList();
  }
}
