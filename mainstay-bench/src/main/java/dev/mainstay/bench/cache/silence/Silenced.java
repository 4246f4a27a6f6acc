package dev.mainstay.bench.cache.silence;

import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.report.Await;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.cache.Cache;
import dev.mainstay.chaos.faults.Processes;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.chaos.history.Hiccups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Threads that read, each every millisecond, while the store answers, while it stands still, and
 * after it goes on. The loader takes no time: what a read takes is what the cache adds to it.
 */
final class Silenced {
  private static final Duration WARM = Duration.ofSeconds(3);
  private static final Duration AFTER = Duration.ofSeconds(2);
  private static final long FIRST = 1_000_000_000L;
  private static final long PACE = 1_000_000;
  private static final int THREADS = 8;
  private static final int KEYS = 64;
  private static final String STORED = "stored";

  private final Cache<String, String> cache;
  private final BenchRedis redis;
  private volatile long stopped = Long.MAX_VALUE;
  private volatile long continued = Long.MAX_VALUE;
  private volatile boolean ended;

  Silenced(Cache<String, String> cache, BenchRedis redis) {
    this.cache = cache;
    this.redis = redis;
  }

  /**
   * What was seen.
   *
   * @param first of reads that began in the first second, hiccups left out, nanoseconds
   * @param later of those that began after it
   * @param failed reads that threw
   * @param back so long after the store went on all were answered from it
   */
  record Seen(Histogram first, Histogram later, long failed, Duration back) {}

  /** One read. */
  private record Read(long begun, long ended, boolean isStored) {}

  /** What one thread was told since just before the stop. */
  private static final class Caller {
    private final List<Read> reads = new ArrayList<>();
    private long failed;
  }

  Seen run(Duration silence) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (HiccupMeter meter = HiccupMeter.start(System::nanoTime);
        Processes processes = new Processes().with(redis.pid())) {
      List<Future<Caller>> working = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        working.add(pool.submit(() -> work(thread)));
      }
      BenchRedis.pause(WARM);
      processes.stop(redis.pid());
      stopped = System.nanoTime();
      BenchRedis.pause(silence);
      long before = System.nanoTime();
      processes.resume(redis.pid());
      continued = before;
      BenchRedis.pause(AFTER);
      ended = true;
      return seen(working.stream().map(Await::result).toList(), meter.hiccups());
    } finally {
      pool.shutdownNow();
    }
  }

  private Caller work(int thread) {
    Caller caller = new Caller();
    for (int i = 0; i < KEYS; i++) {
      cache.put(key(thread, i), STORED);
    }
    for (int i = 0; !ended; i++) {
      long begun = System.nanoTime();
      try {
        String value = cache.get(key(thread, i % KEYS), key -> "loaded");
        note(caller, new Read(begun, System.nanoTime(), value.equals(STORED)));
      } catch (RuntimeException failed) {
        caller.failed++;
      }
      Board.pause(PACE);
    }
    return caller;
  }

  private static String key(int thread, int number) {
    return "thread" + thread + "-" + number;
  }

  private void note(Caller caller, Read read) {
    if (stopped != Long.MAX_VALUE) {
      caller.reads.add(read);
    }
  }

  private Seen seen(List<Caller> callers, Hiccups hiccups) {
    Histogram first = new Histogram(3);
    Histogram later = new Histogram(3);
    long failed = 0;
    long back = continued;
    for (Caller caller : callers) {
      failed += caller.failed;
      for (Read read : caller.reads) {
        boolean inSilence = read.begun > stopped && read.ended < continued;
        // In which this process itself did not get to run, says nothing about it.
        if (inSilence && !hiccups.within(read.begun, read.ended)) {
          (read.begun - stopped < FIRST ? first : later).recordValue(read.ended - read.begun);
        }
        back = read.isStored ? back : Math.max(back, read.ended);
      }
    }
    return new Seen(first, later, failed, Duration.ofNanos(back - continued));
  }
}
