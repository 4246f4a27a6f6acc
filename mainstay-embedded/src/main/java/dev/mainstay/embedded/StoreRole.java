package dev.mainstay.embedded;

import java.util.Locale;

/** What a store is for: what can be recomputed may be evicted, what cannot may not. */
public enum StoreRole {
  /** Sessions, limits, context: never evicted, on disk. */
  STATE,
  /** What can be recomputed: bounded memory, evicted, never on disk. */
  CACHE;

  /** The role's name in configuration, metrics and logs. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
