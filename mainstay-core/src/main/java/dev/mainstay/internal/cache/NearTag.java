package dev.mainstay.internal.cache;

import dev.mainstay.spi.Watch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where a tag stands, watched from before it was read on. */
final class NearTag extends Watch {
  private final CompletableFuture<Optional<Long>> moved = new CompletableFuture<>();
  private final Runnable left;

  /**
   * @param left runs when it counts no more
   */
  NearTag(Runnable left) {
    this.left = left;
  }

  /** What was read; empty where that is nothing. */
  void read(Optional<Long> count) {
    moved.complete(count);
    if (count.isEmpty()) {
      close();
    }
  }

  /** The count at its last move; empty where that is not known. Never fails. */
  CompletableFuture<Optional<Long>> moved() {
    return moved;
  }

  /** Whether another may rely on it: it stands, or it is being read. */
  boolean isOfUse(long now, long most) {
    return !moved.isDone() || stands(now, most);
  }

  @Override
  protected void ended() {
    left.run();
  }
}
