package dev.mainstay.cache;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@link CacheAdmin} that does not wait; where its stages end is as of {@link AsyncCache}. */
public interface AsyncCacheAdmin<K> {
  /** See {@link CacheAdmin#inspect}. */
  CompletionStage<Inspected> inspect(K key);

  /** See {@link CacheAdmin#size}. */
  CompletionStage<CacheSize> size();

  /** See {@link CacheAdmin#keys}. */
  CompletionStage<List<String>> keys(String prefix, int most);
}
