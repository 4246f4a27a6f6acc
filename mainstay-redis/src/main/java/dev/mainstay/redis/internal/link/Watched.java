package dev.mainstay.redis.internal.link;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The value of a string key, which is watched until this is closed or the key changes. */
public final class Watched implements AutoCloseable {
  private final byte @Nullable [] value;
  private final CompletableFuture<Void> changed;
  private final Runnable end;

  Watched(byte @Nullable [] value, CompletableFuture<Void> changed, Runnable end) {
    this.value = value;
    this.changed = changed;
    this.end = end;
  }

  /** The value; {@code null} where there is none. Not to be changed. */
  public byte @Nullable [] value() {
    return value;
  }

  /**
   * Completes when the key may have another value, or when nobody would say so any more. What
   * depends on it runs on an event loop and must not block.
   */
  public CompletableFuture<Void> changed() {
    return changed;
  }

  /** Ends the watch. */
  @Override
  public void close() {
    end.run();
  }
}
