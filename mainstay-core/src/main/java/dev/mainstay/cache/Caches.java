package dev.mainstay.cache;

import dev.mainstay.codec.Codec;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The caches of one namespace. */
public interface Caches {
  /**
   * A cache whose keys are texts, numbers, UUIDs, enums, characters or booleans. No round trip.
   *
   * <p>One object for a name is enough, and to be kept: another of the same name is the same cache
   * in the store and sees its changes at once, with statistics, near values and loads of its own.
   *
   * @param name 1 to 512 bytes of UTF-8
   */
  <K, V extends @Nullable Object> Cache<K, V> cache(
      String name, Freshness freshness, Codec<V> codec);

  /**
   * The same for keys of any type.
   *
   * @param spelled how a key is spelled: 1 to 512 bytes of UTF-8, no two keys alike
   */
  <K, V extends @Nullable Object> Cache<K, V> cache(
      String name, Freshness freshness, Codec<V> codec, Function<? super K, String> spelled);
}
