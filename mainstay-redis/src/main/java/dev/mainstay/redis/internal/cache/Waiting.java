package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Watched;
import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a lease: until the server says that the key changed, or until the lease
 * would have lapsed. As long as nobody would say so it looks by itself, ever less often and at no
 * instant that others share.
 */
final class Waiting {
  private static final String AWAIT = "cache.await";
  private static final long FIRST_MILLIS = 10;
  private static final long LAST_MILLIS = 200;

  /** The store may be late by this, and those who wait do not look all at once. */
  private static final long SPREAD_MILLIS = 10;

  /** How bytes are read that may be none of ours. */
  interface Reader {
    Stored read(byte @Nullable [] bytes);
  }

  private final CacheScripts scripts;
  private final Link link;
  private final Reader reader;

  Waiting(CacheScripts scripts, Reader reader) {
    this.scripts = scripts;
    this.link = scripts.link();
    this.reader = reader;
  }

  /** What is there when it is no lease any more, or after {@code most}. */
  CompletableFuture<Stored> await(byte[] key, Duration most) {
    return look(key, nowMillis() + most.toMillis(), FIRST_MILLIS);
  }

  private CompletableFuture<Stored> look(byte[] key, long until, long pause) {
    return link.tracking()
        .await(AWAIT, key)
        .thenCompose(
            (@Nullable Watched watched) ->
                watched == null ? poll(key, until, pause) : seen(key, until, watched));
  }

  private CompletableFuture<Stored> poll(byte[] key, long until, long pause) {
    return link.get(AWAIT, key)
        .thenCompose(
            bytes -> {
              Stored stored = reader.read(bytes);
              long left = until - nowMillis();
              if (!(stored instanceof Stored.Leased) || left <= 0) {
                return CompletableFuture.completedFuture(stored);
              }
              long wait = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
              return link.upTo(Duration.ofMillis(Math.min(wait, left)), new CompletableFuture<>())
                  .thenCompose(any -> look(key, until, Math.min(LAST_MILLIS, 2 * pause)));
            });
  }

  private CompletableFuture<Stored> seen(byte[] key, long until, Watched watched) {
    Stored stored = reader.read(watched.value());
    long left = until - nowMillis();
    if (!(stored instanceof Stored.Leased) || left <= 0) {
      watched.close();
      return CompletableFuture.completedFuture(stored);
    }
    long late = ThreadLocalRandom.current().nextLong(1, SPREAD_MILLIS + 1);
    long lapses = watched.lapsesMillis() < 0 ? left : watched.lapsesMillis() + late;
    return woken(until, lapses, watched.changed())
        .thenCompose(
            any -> {
              watched.close();
              return look(key, until, FIRST_MILLIS);
            });
  }

  /**
   * A clock that a test holds says only when it is looked at that a lease lapsed; patience is the
   * caller's own time.
   */
  private CompletableFuture<Void> woken(long until, long lapses, CompletableFuture<Void> changed) {
    long left = until - nowMillis();
    if (!scripts.isHeld()) {
      return link.upTo(Duration.ofMillis(Math.min(left, lapses)), changed);
    }
    long lapsed = scripts.passedMillis() + lapses;
    return held(until, lapsed, changed);
  }

  private CompletableFuture<Void> held(long until, long lapsed, CompletableFuture<Void> changed) {
    return link.upTo(Duration.ofMillis(FIRST_MILLIS), changed)
        .thenCompose(
            any ->
                changed.isDone() || nowMillis() >= until || scripts.passedMillis() >= lapsed
                    ? CompletableFuture.completedFuture(null)
                    : held(until, lapsed, changed));
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
