package dev.mainstay.internal.limits;

import dev.mainstay.internal.Blocking;
import dev.mainstay.limits.AsyncLimiter;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A limiter that waits: each method is its asynchronous twin, joined. */
final class BlockingLimiter implements Limiter {
  private static final String TAKE = "limits.take";

  private final String name;
  private final StoredLimiter stored;
  private final AsyncLimiter async;

  BlockingLimiter(String name, StoredLimiter stored, AsyncLimiter async) {
    this.name = name;
    this.stored = stored;
    this.async = async;
  }

  @Override
  public Decision take(String key) {
    return Blocking.join(TAKE, async.take(key));
  }

  @Override
  public Decision take(String key, long cost) {
    return Blocking.join(TAKE, async.take(key, cost));
  }

  @Override
  public Decision take(Take take) {
    return Blocking.join(TAKE, async.take(take));
  }

  @Override
  public Decision acquire(String key, long cost, Duration patience) {
    CompletableFuture<Decision> waiting = async.acquire(key, cost, patience).toCompletableFuture();
    try {
      return Blocking.join("limits.acquire", waiting);
    } finally {
      // Whoever was interrupted waits no more, so nothing is to be taken for him.
      waiting.cancel(false);
    }
  }

  @Override
  public Limiter inChunks(long chunk, Duration hold) {
    return new BlockingLimiter(name, stored, stored.inChunks(chunk, hold));
  }

  @Override
  public boolean release(String key, String lease) {
    return Blocking.join("limits.release", async.release(key, lease));
  }

  @Override
  public boolean renew(String key, String lease) {
    return Blocking.join("limits.renew", async.renew(key, lease));
  }

  @Override
  public Standing state(String key) {
    return Blocking.join("limits.state", async.state(key));
  }

  @Override
  public boolean reset(String key) {
    return Blocking.join("limits.reset", async.reset(key));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AsyncLimiter async() {
    return async;
  }
}
