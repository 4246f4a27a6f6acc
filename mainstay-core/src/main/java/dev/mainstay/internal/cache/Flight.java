package dev.mainstay.internal.cache;

import dev.mainstay.cache.Loaded;
import dev.mainstay.spi.Stored;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How one value comes to those in this process who miss it.
 *
 * <p>Who may board: whoever asked before the value was read. That is so where it is not read yet
 * when the asker's own look comes back; where the flight began after he asked; and where he saw the
 * very lease that the flight holds or waits for, since it would be gone had anything happened to
 * the entry. So nobody who asks after an invalidation gets what was loaded before it.
 */
final class Flight<V extends @Nullable Object> {
  private static final long NONE = 0;

  final CompletableFuture<Loaded<V>> landed = new CompletableFuture<>();
  private final long began = System.nanoTime();
  private volatile boolean open = true;
  private volatile long number = NONE;

  /** What he saw who asks; {@code null} where the store did not say. */
  boolean admits(Ask<?> ask, @Nullable Stored seen) {
    if (open || began - ask.began > 0) {
      return !landed.isDone();
    }
    return number != NONE
        && ((seen instanceof Stored.Leased leased && leased.lease() == number)
            || (seen instanceof Stored.Value value && value.stamp() == number));
  }

  /** From now on what it brings may be of before. */
  void close() {
    open = false;
  }

  /** The same, and it is known by the number of a lease or a value. */
  void close(long known) {
    number = known;
    open = false;
  }
}
