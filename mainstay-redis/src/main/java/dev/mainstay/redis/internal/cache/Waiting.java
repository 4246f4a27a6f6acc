package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.redis.internal.link.Watched;
import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a lease: until the server says that the key changed, or, where that takes
 * longer, until the lease would have lapsed. As long as nobody would say so it looks by itself,
 * ever less often and at no instant that others share.
 */
final class Waiting {
  private static final String AWAIT = "cache.await";
  private static final byte[] PTTL = CacheScripts.text("PTTL");

  /** Most loads end before; who waits for longer asks when the lease lapses. */
  private static final long SOON_MILLIS = 150;

  private static final long FIRST_MILLIS = 10;
  private static final long LAST_MILLIS = 200;

  /** What a server says of a key that never lapses; no lease is such. */
  private static final long ENDLESS = -1;

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
    CompletableFuture<Void> changed = watched.changed();
    return woken(until, SOON_MILLIS, changed)
        .thenCompose(
            any ->
                changed.isDone() || nowMillis() >= until
                    ? CompletableFuture.completedFuture(null)
                    : lapses(key).thenCompose(lapses -> woken(until, lapses, changed)))
        .thenCompose(
            any -> {
              watched.close();
              return look(key, until, FIRST_MILLIS);
            });
  }

  /**
   * In how many milliseconds to look again: when the lease has lapsed, if nothing happens to it.
   */
  private CompletableFuture<Long> lapses(byte[] key) {
    long late = ThreadLocalRandom.current().nextLong(1, SPREAD_MILLIS + 1);
    return link.dispatch(new Request(AWAIT, "PTTL", Deadline.READ, PTTL, key))
        .handle(
            (reply, failed) ->
                reply != null && reply.get(0) instanceof Long millis && millis != ENDLESS
                    ? Math.max(0, millis) + late
                    : LAST_MILLIS);
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
