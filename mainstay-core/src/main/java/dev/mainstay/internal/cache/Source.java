package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a value comes from that the cache does not have. */
interface Source<V extends @Nullable Object> {
  /** Loads it for who asks, and where he wants it. */
  CompletionStage<Loaded<V>> here();

  /** Loads it while nobody waits. */
  CompletionStage<Loaded<V>> aside();

  /**
   * The same as {@link #here()}.
   *
   * @param begins is run when the load begins: later, where there is no thread for it yet
   */
  default CompletionStage<Loaded<V>> here(Runnable begins) {
    begins.run();
    return here();
  }

  /** The same as {@link #aside()}. */
  default CompletionStage<Loaded<V>> aside(Runnable begins) {
    begins.run();
    return aside();
  }

  /** Whether it may say tags, so that where they stand has to be known beforehand. */
  boolean tags();

  /**
   * Loads it for who asks, where the store does not keep loads apart and a gate has to.
   *
   * @param begins is run when the load begins
   */
  default CompletionStage<Loaded<V>> direct(Gate gate, Runnable begins) {
    return gate.through(
        () -> {
          begins.run();
          return here();
        });
  }

  /** For now another brings the value, and perhaps this one is never asked. */
  default void waits() {}

  /** Makes a trip to the store on the way to the value, when there is room for it. */
  default <T extends @Nullable Object> CompletionStage<T> trip(Supplier<CompletionStage<T>> trip) {
    return trip.get();
  }
}
