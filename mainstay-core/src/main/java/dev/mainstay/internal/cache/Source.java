package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where a value comes from that the cache does not have. */
interface Source<V extends @Nullable Object> {
  /** Loads it for who asks, and where he wants it. */
  CompletionStage<Loaded<V>> here();

  /** Loads it while nobody waits. */
  CompletionStage<Loaded<V>> aside();

  /** Whether it may say tags, so that where they stand has to be known beforehand. */
  boolean tags();
}
