package dev.mainstay.sessions;

import dev.mainstay.errors.InvalidValueException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * How the attributes of sessions are encrypted before a store sees them: XAES-256-GCM under a key
 * that the caller holds, each value bound to its namespace, session, attribute and key. An
 * immutable value: each method with an argument gives a changed copy.
 *
 * <p>To rotate a key, roll out three steps, each to all replicas before the next: the new key is
 * read ({@code with("k1", old).alsoReads("k2", next)}), it writes ({@code with("k2",
 * next).alsoReads("k1", old)}), and, when the longest lifetime of a session has passed, it is alone
 * ({@code with("k2", next)}).
 */
public final class Encryption {
  /** How many bytes a key has. */
  public static final int KEY_BYTES = 32;

  /** So many keys live at once, at most: the one that writes, and one beside it. */
  public static final int KEYS = 2;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,16}");

  private final Map<String, SecretKey> keys;
  private final WhenUnreadable whenUnreadable;
  private final boolean plain;

  private Encryption(Map<String, SecretKey> keys, WhenUnreadable whenUnreadable, boolean plain) {
    this.keys = keys;
    this.whenUnreadable = whenUnreadable;
    this.plain = plain;
  }

  /**
   * Writes and reads with a key, and drops what cannot be read.
   *
   * @param id what the key is called in stored values; 1 to 16 of {@code A-Z a-z 0-9 _ -}
   * @param key 32 random bytes, which are copied
   */
  public static Encryption with(String id, byte[] key) {
    return new Encryption(Map.of(), WhenUnreadable.DROP, false).and(id, key);
  }

  /**
   * The same with one more key, which only reads: the old one, or the one that is to write next.
   */
  public Encryption alsoReads(String id, byte[] key) {
    return and(id, key);
  }

  /** The same with another answer to what cannot be read. */
  public Encryption whenUnreadable(WhenUnreadable whenUnreadable) {
    return new Encryption(keys, whenUnreadable, plain);
  }

  /**
   * The same, reading attributes that are not encrypted too: while sessions from before live. Until
   * then who can write to the store can put plain values in.
   */
  public Encryption readsPlain() {
    return new Encryption(keys, whenUnreadable, true);
  }

  /**
   * A key from its text: base64 or base64url of 32 bytes, with or without padding, white space
   * around it ignored.
   */
  public static byte[] keyFromBase64(String text) {
    String url = text.strip().replace('+', '-').replace('/', '_');
    byte[] key;
    try {
      key = Base64.getUrlDecoder().decode(url);
    } catch (IllegalArgumentException notBase64) {
      throw new InvalidValueException("encryption key", "is not base64, which spells 32 bytes");
    }
    requireLength("encryption key", key);
    return key;
  }

  /** The keys by id, the one that writes first; unmodifiable. */
  public Map<String, SecretKey> keys() {
    return keys;
  }

  /** What becomes of an attribute that cannot be read. */
  public WhenUnreadable whenUnreadable() {
    return whenUnreadable;
  }

  /** Whether attributes that are not encrypted are read. */
  public boolean isReadingPlain() {
    return plain;
  }

  private Encryption and(String id, byte[] key) {
    if (!ID.matcher(id).matches()) {
      throw new InvalidValueException(
          "encryption key id", "is not 1 to 16 of A-Z a-z 0-9 _ - (it has " + id.length() + ")");
    }
    requireLength("encryption key '" + id + "'", key);
    if (keys.containsKey(id)) {
      throw new InvalidValueException("encryption key '" + id + "'", "is given twice");
    }
    if (keys.size() == KEYS) {
      throw new InvalidValueException(
          "encryption key '" + id + "'", "is one too many; " + KEYS + " live at once at most");
    }
    keys.forEach(
        (other, held) -> {
          if (MessageDigest.isEqual(held.getEncoded(), key)) {
            throw new InvalidValueException(
                "encryption key '" + id + "'", "is the key '" + other + "' under another id");
          }
        });
    Map<String, SecretKey> all = new LinkedHashMap<>(keys);
    all.put(id, new SecretKeySpec(key, "AES"));
    return new Encryption(Collections.unmodifiableMap(all), whenUnreadable, plain);
  }

  private static void requireLength(String field, byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new InvalidValueException(
          field, "has " + key.length + " bytes, a key has " + KEY_BYTES + ", drawn at random");
    }
  }

  /** Ids and rules, no key. */
  @Override
  public String toString() {
    return "Encryption[keys=" + keys.keySet() + ", whenUnreadable=" + whenUnreadable + "]";
  }
}
