package dev.mainstay.bench.store;

import java.util.List;
import java.util.Objects;

/** Looks for keys without a time to live, of which there must be none. */
public final class Endless {
  private static final String SCRIPT =
      "local all = {} for _, key in ipairs(redis.call('KEYS', '*')) do"
          + " if redis.call('PTTL', key) == -1 then all[#all + 1] = key end end return all";

  private Endless() {}

  /** Those of a server, which answers nobody else meanwhile. */
  public static List<String> keys(Resp admin) {
    List<?> keys = (List<?>) Objects.requireNonNull(admin.call("EVAL", SCRIPT, "0"));
    return keys.stream().map(String::valueOf).toList();
  }
}
