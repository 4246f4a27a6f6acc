package dev.mainstay.bench.cache.source;

import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.report.Await;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.cache.Cache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Threads that read, each every millisecond, keys that are fresh for half a second, while their
 * source answers, while it does not, and after it is back. One that does not answer says so after a
 * twentieth of a second.
 */
final class DeadSource {
  static final Duration FRESH = Duration.ofMillis(500);
  static final int THREADS = 8;
  static final int KEYS = 100;
  private static final Duration WARM = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofSeconds(3);
  private static final long PACE = 1_000_000;
  private static final long REFUSAL = 50_000_000;

  private final AtomicLong loads = new AtomicLong();
  private final Cache<String, Long> cache;
  private volatile long down = Long.MAX_VALUE;
  private volatile long back = Long.MAX_VALUE;
  private volatile boolean ended;

  DeadSource(Cache<String, Long> cache) {
    this.cache = cache;
  }

  /**
   * What was seen.
   *
   * @param reads of those that began while the source was down: what they took, nanoseconds
   * @param failed those of them that threw
   * @param loads how often the source was asked meanwhile
   * @param fresh so long after it was back nobody was answered from before
   */
  record Seen(Histogram reads, long failed, long loads, Duration fresh) {}

  /** What one thread was told. */
  private static final class Reader {
    private final Histogram reads = new Histogram(3);
    private long failed;
    private long lastOld;
  }

  Seen run(Duration outage) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Reader>> working = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        working.add(pool.submit(() -> read(thread)));
      }
      BenchRedis.pause(WARM);
      long before = loads.get();
      down = System.nanoTime();
      BenchRedis.pause(outage);
      long asked = loads.get() - before;
      back = System.nanoTime();
      BenchRedis.pause(AFTER);
      ended = true;
      return seen(working.stream().map(Await::result).toList(), asked);
    } finally {
      pool.shutdownNow();
    }
  }

  private Reader read(int thread) {
    Reader reader = new Reader();
    for (int i = thread; !ended; i++) {
      long begun = System.nanoTime();
      boolean isDown = isDown(begun);
      try {
        long loaded = cache.get("k" + i % KEYS, this::load);
        // Once it is back, what was loaded before that is old.
        reader.lastOld = begun >= back && loaded < back ? System.nanoTime() : reader.lastOld;
      } catch (IllegalStateException refused) {
        reader.failed += isDown ? 1 : 0;
      }
      if (isDown) {
        reader.reads.recordValue(System.nanoTime() - begun);
      }
      Board.pause(PACE);
    }
    return reader;
  }

  private boolean isDown(long now) {
    return now >= down && now < back;
  }

  /** When it was loaded. */
  private long load(String key) {
    loads.incrementAndGet();
    long now = System.nanoTime();
    if (isDown(now)) {
      Board.pause(REFUSAL);
      throw new IllegalStateException("the source of " + key + " is down");
    }
    return now;
  }

  private Seen seen(List<Reader> readers, long asked) {
    Histogram all = new Histogram(3);
    long failed = 0;
    long lastOld = back;
    for (Reader reader : readers) {
      all.add(reader.reads);
      failed += reader.failed;
      lastOld = Math.max(lastOld, reader.lastOld);
    }
    return new Seen(all, failed, asked, Duration.ofNanos(lastOld - back));
  }
}
