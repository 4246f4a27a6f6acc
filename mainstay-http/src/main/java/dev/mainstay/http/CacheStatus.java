package dev.mainstay.http;

import java.time.Duration;

/** The field {@code Cache-Status} (RFC 9211) of this cache. */
public final class CacheStatus {
  /** The field's name. */
  public static final String FIELD = "Cache-Status";

  /** Nothing is cached under the key. */
  public static final String MISS = "mainstay; fwd=uri-miss";

  /** What is cached is too old to be answered. */
  public static final String STALE = "mainstay; fwd=stale";

  private CacheStatus() {}

  /**
   * A hit.
   *
   * @param left so long it is fresh still; negative where it is stale. Told in whole seconds,
   *     rounded down
   */
  public static String hit(Duration left) {
    return "mainstay; hit; ttl=" + left.toSeconds();
  }
}
