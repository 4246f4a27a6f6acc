package dev.mainstay.server.ops;

import dev.mainstay.redis.StoreState.Condition;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a store last said of itself. It is asked when somebody looks, at most once a second, by
 * however many look at once; a store that is not up is not asked, and one that does not answer
 * holds nobody longer than {@link #DEADLINE}.
 */
final class StoreInfo {
  static final Duration FRESH = Duration.ofSeconds(1);
  static final Duration DEADLINE = Duration.ofMillis(200);
  private static final String SECTION = "default";

  /** What was said; empty where nothing was. */
  record Said(Map<String, String> fields, OptionalLong liveSessions) {
    static final Said NOTHING = new Said(Map.of(), OptionalLong.empty());

    /** A number, or NaN where the server did not say it. */
    double number(String field) {
      String value = fields.get(field);
      try {
        return value == null ? Double.NaN : Double.parseDouble(value);
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }

    String text(String field) {
      return fields.getOrDefault(field, "");
    }
  }

  private final StoreView store;
  private final LongSupplier nanos;
  private CompletableFuture<Said> asked = CompletableFuture.completedFuture(Said.NOTHING);
  private long askedAt;
  private volatile Said last = Said.NOTHING;

  StoreInfo(StoreView store, LongSupplier nanos) {
    this.store = store;
    this.nanos = nanos;
    this.askedAt = nanos.getAsLong() - FRESH.toNanos();
  }

  /** What it said last; nothing where it was not up or did not answer in time. */
  Said last() {
    return last;
  }

  /** Asks unless the last answer is fresh. Never fails, and ends within the deadline. */
  synchronized CompletableFuture<Said> refresh() {
    long now = nanos.getAsLong();
    if (asked.isDone() && now - askedAt >= FRESH.toNanos()) {
      askedAt = now;
      asked = ask();
    }
    return asked;
  }

  private CompletableFuture<Said> ask() {
    if (store.state().condition() != Condition.UP) {
      last = Said.NOTHING;
      return CompletableFuture.completedFuture(Said.NOTHING);
    }
    var live =
        store
            .liveSessions()
            .toCompletableFuture()
            .thenApply(OptionalLong::of)
            .exceptionally(failed -> OptionalLong.empty());
    return store
        .info(SECTION)
        .toCompletableFuture()
        .thenCombine(live, Said::new)
        .completeOnTimeout(Said.NOTHING, DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failed -> Said.NOTHING)
        .thenApply(said -> last = said);
  }
}
