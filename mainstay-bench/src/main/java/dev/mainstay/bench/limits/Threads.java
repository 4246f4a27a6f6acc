package dev.mainstay.bench.limits;

import dev.mainstay.bench.limits.rivals.Rival.Gate;
import dev.mainstay.bench.report.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Threads that each wait for their answer; each begins at another key and takes all in turn.
 *
 * <p>What they note their times in is made ahead and as large as it ever gets: to let it grow while
 * 256 of them ask would be a good part of what is measured.
 */
final class Threads implements Load {
  private static final long LEAST = 1_000;
  private static final long MOST = 60_000_000_000L;
  private static final int DIGITS = 2;

  private final ExecutorService pool;
  private final Gate gate;
  private final int keys;
  private final Histogram[] latencies;

  Threads(ExecutorService pool, int threads, Gate gate, int keys) {
    this.pool = pool;
    this.gate = gate;
    this.keys = keys;
    this.latencies = new Histogram[threads];
    for (int i = 0; i < threads; i++) {
      latencies[i] = histogram();
    }
  }

  private static Histogram histogram() {
    return new Histogram(LEAST, MOST, DIGITS);
  }

  @Override
  public Tally run(Duration time) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Long>> working = new ArrayList<>();
    for (int i = 0; i < latencies.length; i++) {
      int first = (int) ((long) i * keys / latencies.length);
      Histogram own = latencies[i];
      own.reset();
      working.add(
          pool.submit(
              () -> {
                start.await();
                return work(first, own, time);
              }));
    }
    long begun = System.nanoTime();
    start.countDown();
    long admitted = 0;
    for (Future<Long> one : working) {
      admitted += Await.result(one);
    }
    long nanos = System.nanoTime() - begun;
    Histogram all = histogram();
    for (Histogram one : latencies) {
      all.add(one);
    }
    return new Tally(all.getTotalCount(), admitted, nanos, all);
  }

  /** How many were let in. */
  private long work(int first, Histogram own, Duration time) {
    long admitted = 0;
    long end = System.nanoTime() + time.toNanos();
    int key = first;
    for (long now = System.nanoTime(); now < end; ) {
      if (gate.take(key)) {
        admitted++;
      }
      key = key + 1 == keys ? 0 : key + 1;
      long after = System.nanoTime();
      own.recordValue(Math.min(after - now, MOST));
      now = after;
    }
    return admitted;
  }
}
