package dev.mainstay.bench.limits;

import dev.mainstay.bench.limits.rivals.Rival.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Threads that each wait for their answer; each begins at another key and takes all in turn. */
record Threads(ExecutorService pool, int threads, Gate gate, int keys) implements Load {

  /** What one thread was told. */
  private record Part(Histogram latencies, long admitted) {}

  @Override
  public Tally run(Duration time) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Part>> working = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int first = (int) ((long) i * keys / threads);
      working.add(
          pool.submit(
              () -> {
                start.await();
                return work(first, time);
              }));
    }
    long begun = System.nanoTime();
    start.countDown();
    Histogram all = new Histogram(3);
    long admitted = 0;
    for (Future<Part> one : working) {
      Part part = await(one);
      all.add(part.latencies);
      admitted += part.admitted;
    }
    return new Tally(all.getTotalCount(), admitted, System.nanoTime() - begun, all);
  }

  private Part work(int first, Duration time) {
    Histogram latencies = new Histogram(3);
    long admitted = 0;
    long end = System.nanoTime() + time.toNanos();
    int key = first;
    for (long now = System.nanoTime(); now < end; ) {
      if (gate.take(key)) {
        admitted++;
      }
      key = key + 1 == keys ? 0 : key + 1;
      long after = System.nanoTime();
      latencies.recordValue(after - now);
      now = after;
    }
    return new Part(latencies, admitted);
  }

  private static Part await(Future<Part> working) {
    try {
      return working.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
