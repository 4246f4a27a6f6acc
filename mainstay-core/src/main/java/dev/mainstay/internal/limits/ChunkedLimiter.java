package dev.mainstay.internal.limits;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.limits.AsyncLimiter;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Decision.Allowed;
import dev.mainstay.limits.LimitBounds;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A limit of which this process reserves permits in chunks.
 *
 * <p>A chunk is a reservation: the store holds it as if it were taken, so that others are refused
 * what it would let in; when it is settled, what was taken of it is charged and the rest is free.
 * It is taken of only while the rules count and are those that it was reserved by: so nobody takes
 * by an old rule, and a store that is silent is answered for by the rule a moment later.
 */
final class ChunkedLimiter implements AsyncLimiter {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** A chunk whose process died is charged after so much more. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** So many chunks at most; keys beyond them are asked for one by one. */
  private static final int MOST = 10_000;

  private final AsyncLimiter behind;
  private final StoredLimits limits;
  private final Later later;
  private final String name;
  private final long size;
  private final Duration hold;
  private final Map<String, Chunk> chunks = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Boolean>> opening = new ConcurrentHashMap<>();

  ChunkedLimiter(
      AsyncLimiter behind,
      StoredLimits limits,
      Later later,
      String name,
      long size,
      Duration hold) {
    this.behind = behind;
    this.limits = limits;
    this.later = later;
    this.name = name;
    this.size = LimitBounds.cost(size);
    if (hold.compareTo(SHORTEST) < 0 || hold.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "hold", hold + " is not within " + SHORTEST + " to " + LONGEST);
    }
    this.hold = hold;
  }

  @Override
  public CompletionStage<Decision> take(String key) {
    return take(key, 1);
  }

  @Override
  public CompletionStage<Decision> take(String key, long cost) {
    Decision here = here(key, cost);
    return here != null ? CompletableFuture.completedFuture(here) : open(key, cost);
  }

  /** What this process can decide by itself; {@code null} where it has to ask. */
  @Nullable Decision here(String key, long cost) {
    Chunk chunk = chunks.get(key);
    if (chunk == null || cost < 1) {
      return null;
    }
    if (limits.countingVersion(name, key) != chunk.version) {
      return null;
    }
    return chunk.take(cost) ? chunk.answer : null;
  }

  private CompletionStage<Decision> open(String key, long cost) {
    if (cost > size || (chunks.size() >= MOST && !chunks.containsKey(key))) {
      return behind.take(key, cost);
    }
    Take take = Take.of(name, key).cost(cost);
    Decision refused = limits.refused(take);
    if (refused != null) {
      return CompletableFuture.completedFuture(refused);
    }
    // To reserve may take several calls, and a take after them one more.
    return limits.within(
        take,
        opened(key)
            .thenCompose(
                any -> {
                  Decision here = here(key, cost);
                  return here != null
                      ? CompletableFuture.completedFuture(here)
                      : behind.take(key, cost);
                }));
  }

  /** A new chunk, if there is one to be had; one caller reserves it for all. */
  private CompletionStage<Boolean> opened(String key) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> other = opening.putIfAbsent(key, mine);
    if (other != null) {
      return other;
    }
    close(key, chunks.get(key));
    var unused =
        reserve(key, size)
            .whenComplete(
                (isOpen, failed) -> {
                  opening.remove(key, mine);
                  mine.complete(failed == null && isOpen);
                });
    return mine;
  }

  /** Reserves a chunk, or what there is where that is less. */
  private CompletionStage<Boolean> reserve(String key, long permits) {
    Reserve how = Reserve.of(hold.plus(GRACE)).whenLapsed(Reserve.WhenLapsed.CHARGE);
    return limits
        .reserve(Take.of(name, key).cost(permits), how)
        .thenCompose(
            decision -> {
              if (decision instanceof Allowed allowed && !allowed.lease().isEmpty()) {
                long version = limits.version(key, allowed.standings().get(0));
                keep(key, new Chunk(allowed, version, permits));
                return CompletableFuture.completedFuture(true);
              }
              long less = decision.standings().isEmpty() ? 0 : remaining(decision);
              return less > 1 && less < permits
                  ? reserve(key, less)
                  : CompletableFuture.completedFuture(false);
            });
  }

  private static long remaining(Decision decision) {
    return decision.standings().stream().mapToLong(Standing::remaining).min().orElse(0);
  }

  private void keep(String key, Chunk chunk) {
    Chunk before = chunks.put(key, chunk);
    close(key, before);
    Runnable end = () -> close(key, chunk);
    later.after(hold.toNanos(), end, end);
  }

  private void close(String key, @Nullable Chunk chunk) {
    if (chunk == null) {
      return;
    }
    chunks.remove(key, chunk);
    long taken = chunk.close();
    if (taken >= 0) {
      var unused = limits.settle(chunk.reservation, taken);
    }
  }

  @Override
  public CompletionStage<Decision> take(Take take) {
    return take.scope() == null && take.limit().equals(name)
        ? take(take.key(), take.cost())
        : behind.take(take);
  }

  @Override
  public CompletionStage<Decision> acquire(String key, long cost, Duration patience) {
    LimitBounds.patience(patience);
    Decision here = here(key, cost);
    return here != null
        ? CompletableFuture.completedFuture(here)
        : behind.acquire(key, cost, patience);
  }

  @Override
  public CompletionStage<Boolean> release(String key, String lease) {
    return behind.release(key, lease);
  }

  @Override
  public CompletionStage<Boolean> renew(String key, String lease) {
    return behind.renew(key, lease);
  }

  @Override
  public CompletionStage<Standing> state(String key) {
    return behind.state(key);
  }

  @Override
  public CompletionStage<Boolean> reset(String key) {
    close(key, chunks.get(key));
    return behind.reset(key);
  }
}
