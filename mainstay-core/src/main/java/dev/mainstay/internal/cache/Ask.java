package dev.mainstay.internal.cache;

import dev.mainstay.errors.LoadFailedException;
import dev.mainstay.errors.MainstayException;
import dev.mainstay.spi.EntryKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One question for a value, and its answer. */
final class Ask<V extends @Nullable Object> {
  final EntryKey key;
  final Source<V> source;

  /** Where the answer is kept; {@code null} where it is not to be. */
  final @Nullable NearEntry<V> near;

  final long began = System.nanoTime();
  final CompletableFuture<V> answer = new CompletableFuture<>();
  private final Counters counters;

  /** Each question is counted once, before its answer is seen. */
  private final AtomicBoolean counted = new AtomicBoolean();

  /** What may be answered if there is nothing better. */
  private volatile @Nullable Fallback<V> fallback;

  private record Fallback<V extends @Nullable Object>(V value) {}

  Ask(EntryKey key, Source<V> source, @Nullable NearEntry<V> near, Counters counters) {
    this.counters = counters;
    this.key = key;
    this.source = source;
    this.near = near;
    if (near != null) {
      var unused = answer.whenComplete((value, failed) -> near.answered());
    }
  }

  /** A stale value is at hand. */
  void fallBackTo(V value) {
    fallback = new Fallback<>(value);
  }

  boolean hasFallback() {
    return fallback != null;
  }

  /** What is stored and fresh. */
  void hit(V value) {
    count(counters.hits);
    answer.complete(value);
  }

  /** What is stored and stale. */
  void stale(V value) {
    count(counters.staleServed);
    answer.complete(value);
  }

  /** What was loaded. */
  void answer(V value) {
    count(counters.misses);
    answer.complete(value);
  }

  private void count(LongAdder as) {
    if (counted.compareAndSet(false, true)) {
      as.increment();
    }
  }

  /** Answers what is stale, if it is at hand. */
  boolean fallBack() {
    Fallback<V> stale = fallback;
    if (stale == null) {
      return false;
    }
    stale(stale.value());
    return true;
  }

  /** It was not loaded: what is stale is better than nothing. */
  void fail(Throwable failed) {
    if (!fallBack()) {
      count(counters.misses);
      answer.completeExceptionally(failed);
    }
  }

  /** Whatever goes wrong, there is an answer. */
  void guard(Runnable step) {
    try {
      step.run();
    } catch (MainstayException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new LoadFailedException(key.cache(), "failed unexpectedly", e));
    }
  }
}
