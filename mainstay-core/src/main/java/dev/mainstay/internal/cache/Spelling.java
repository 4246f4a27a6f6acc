package dev.mainstay.internal.cache;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.spi.EntryKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How keys of one cache are spelled.
 *
 * @param namespace the cache's
 * @param cache its name
 * @param spelled of a key
 */
record Spelling<K>(String namespace, String cache, Function<? super K, String> spelled) {
  /** Of the texts and numbers there are, those that never change. */
  private static final Set<Class<?>> LASTING =
      Set.of(
          String.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class);

  /** How keys are spelled that say so themselves. */
  static String plain(@Nullable Object key) {
    if (key instanceof CharSequence
        || key instanceof Number
        || key instanceof UUID
        || key instanceof Character
        || key instanceof Boolean) {
      return key.toString();
    }
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    if (key == null) {
      throw new InvalidValueException("key", "is null, which is no key");
    }
    throw new InvalidValueException(
        "key",
        "is a "
            + key.getClass().getName()
            + ", which does not say how it is spelled; give the cache a function that does");
  }

  /**
   * Whether a key can be kept: a text builder or an atomic number is the same key still when it is
   * spelled otherwise.
   */
  boolean isLasting(K key) {
    return !(key instanceof CharSequence || key instanceof Number)
        || LASTING.contains(key.getClass());
  }

  EntryKey key(K key) {
    return new EntryKey(namespace, cache, Names.check("key", spelled.apply(key)));
  }
}
