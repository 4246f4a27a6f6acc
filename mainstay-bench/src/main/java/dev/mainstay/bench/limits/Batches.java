package dev.mainstay.bench.limits;

import dev.mainstay.bench.limits.rivals.Rival.Gate;
import dev.mainstay.bench.report.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Threads that take of one key without looking at the clock but after each batch: where a decision
 * costs no trip, to time each one would be most of what is measured.
 */
record Batches(ExecutorService pool, int threads, Gate gate) implements Load {
  private static final int BATCH = 256;

  @Override
  public Tally run(Duration time) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<long[]>> working = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      working.add(
          pool.submit(
              () -> {
                start.await();
                return work(time);
              }));
    }
    long begun = System.nanoTime();
    start.countDown();
    long taken = 0;
    long admitted = 0;
    for (Future<long[]> one : working) {
      long[] told = Await.result(one);
      taken += told[0];
      admitted += told[1];
    }
    return new Tally(taken, admitted, System.nanoTime() - begun, null);
  }

  /** How many were taken, and how many of them were let in. */
  private long[] work(Duration time) {
    long taken = 0;
    long admitted = 0;
    long end = System.nanoTime() + time.toNanos();
    do {
      for (int i = 0; i < BATCH; i++) {
        if (gate.take(0)) {
          admitted++;
        }
      }
      taken += BATCH;
    } while (System.nanoTime() < end);
    return new long[] {taken, admitted};
  }
}
