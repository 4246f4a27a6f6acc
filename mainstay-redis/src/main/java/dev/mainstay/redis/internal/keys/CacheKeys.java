package dev.mainstay.redis.internal.keys;

import dev.mainstay.spi.EntryKey;
import java.nio.charset.StandardCharsets;

/**
 * The keys of caches, schema 1. Each entry has a slot of its own; the tags of one cache share one.
 * All of them are strings:
 *
 * <pre>
 * ms:c1:{&lt;namespace&gt;:&lt;cache&gt;:&lt;key&gt;}    the entry, a lease or a write
 * ms:c1:{&lt;namespace&gt;:&lt;cache&gt;:&lt;key&gt;}:r  who replaces the value, while he does
 * ms:c1:{&lt;namespace&gt;:&lt;cache&gt;}:n        how many moves of tags there were
 * ms:c1:{&lt;namespace&gt;:&lt;cache&gt;}:t:&lt;tag&gt;  that count at the tag's last move
 * </pre>
 */
public final class CacheKeys {
  private CacheKeys() {}

  /** The entry. */
  public static byte[] entry(EntryKey key) {
    return bytes(spelled(key));
  }

  /** Who replaces its value. */
  public static byte[] refresh(EntryKey key) {
    return bytes(spelled(key) + ":r");
  }

  /** How many moves of tags there were in a cache. */
  public static byte[] count(String namespace, String cache) {
    return bytes(begin(namespace, cache) + "}:n");
  }

  /** When a tag had last moved. */
  public static byte[] tag(String namespace, String cache, String tag) {
    return bytes(begin(namespace, cache) + "}:t:" + Escape.escape(tag));
  }

  /**
   * A pattern for SCAN that the entries match whose name begins so, and no other key. What a
   * pattern gives a meaning to never stands in a spelled name.
   */
  public static byte[] pattern(String namespace, String cache, String prefix) {
    return bytes(begin(namespace, cache) + ':' + Escape.escape(prefix) + "*}");
  }

  /** The name in the key of an entry that the pattern of its cache matched. */
  public static String name(String namespace, String cache, byte[] entry) {
    String key = new String(entry, StandardCharsets.ISO_8859_1);
    return Escape.unescape(key.substring(begin(namespace, cache).length() + 1, key.length() - 1));
  }

  private static String spelled(EntryKey key) {
    return begin(key.namespace(), key.cache()) + ':' + Escape.escape(key.key()) + '}';
  }

  private static String begin(String namespace, String cache) {
    return "ms:c1:{" + Escape.escape(namespace) + ':' + Escape.escape(cache);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }
}
