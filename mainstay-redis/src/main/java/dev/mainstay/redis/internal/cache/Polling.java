package dev.mainstay.redis.internal.cache;

import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Waits for the end of a lease by looking, ever less often and at no instant that others share. */
final class Polling {
  private static final long FIRST_MILLIS = 10;
  private static final long LAST_MILLIS = 200;

  private final CacheScripts scripts;

  Polling(CacheScripts scripts) {
    this.scripts = scripts;
  }

  /** What is there when it is no lease any more, or after {@code most}. */
  CompletableFuture<Stored> await(Supplier<CompletableFuture<Stored>> look, Duration most) {
    return await(look, scripts.passedMillis() + most.toMillis(), FIRST_MILLIS);
  }

  private CompletableFuture<Stored> await(
      Supplier<CompletableFuture<Stored>> look, long until, long wait) {
    return look.get()
        .thenCompose(
            stored -> {
              long left = until - scripts.passedMillis();
              if (!(stored instanceof Stored.Leased) || left <= 0) {
                return CompletableFuture.completedFuture(stored);
              }
              long pause = ThreadLocalRandom.current().nextLong(wait / 2, wait + 1);
              return later(Math.min(pause, left))
                  .thenCompose(any -> await(look, until, Math.min(LAST_MILLIS, 2 * wait)));
            });
  }

  private CompletableFuture<Void> later(long millis) {
    CompletableFuture<Void> woken = new CompletableFuture<>();
    scripts.link().after(Duration.ofMillis(millis), () -> woken.complete(null));
    return woken;
  }
}
