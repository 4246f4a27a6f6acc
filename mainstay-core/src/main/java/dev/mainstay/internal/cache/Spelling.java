package dev.mainstay.internal.cache;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.spi.EntryKey;
import java.util.UUID;
import java.util.function.Function;

/**
 * How keys of one cache are spelled.
 *
 * @param namespace the cache's
 * @param cache its name
 * @param spelled of a key
 */
record Spelling<K>(String namespace, String cache, Function<? super K, String> spelled) {

  /** How keys are spelled that say so themselves. */
  static String plain(Object key) {
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
    throw new InvalidValueException(
        "key",
        "is a "
            + key.getClass().getName()
            + ", which does not say how it is spelled; give the cache a function that does");
  }

  EntryKey key(K key) {
    return new EntryKey(namespace, cache, Names.check("key", spelled.apply(key)));
  }
}
