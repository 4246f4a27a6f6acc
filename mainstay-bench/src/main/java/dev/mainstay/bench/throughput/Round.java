package dev.mainstay.bench.throughput;

import com.sun.management.ThreadMXBean;
import dev.mainstay.bench.report.Await;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * What one contestant did in a few seconds.
 *
 * @param perSecond operations, of all threads together
 * @param median of their latency, in microseconds
 * @param slow the 99th percentile of it
 * @param allocated bytes for one operation, in all threads of the process
 */
record Round(double perSecond, double median, double slow, double allocated) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Lets that many threads work at once; each begins at another session and takes all in turn. */
  static Round of(
      Contestant contestant, int sessions, ExecutorService pool, int threads, Duration time) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Histogram>> working = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int first = (int) ((long) i * sessions / threads);
      working.add(
          pool.submit(
              () -> {
                start.await();
                return work(contestant, sessions, first, time);
              }));
    }
    long allocated = allocatedByAll();
    long begun = System.nanoTime();
    start.countDown();
    Histogram all = new Histogram(3);
    for (Future<Histogram> one : working) {
      all.add(Await.result(one));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    double count = all.getTotalCount();
    return new Round(
        count / seconds,
        all.getValueAtPercentile(50) / 1e3,
        all.getValueAtPercentile(99) / 1e3,
        (allocatedByAll() - allocated) / count);
  }

  private static Histogram work(Contestant contestant, int sessions, int first, Duration time) {
    Histogram latencies = new Histogram(3);
    long end = System.nanoTime() + time.toNanos();
    int session = first;
    for (long now = System.nanoTime(); now < end; ) {
      contestant.findAndTouch(session);
      session = session + 1 == sessions ? 0 : session + 1;
      long after = System.nanoTime();
      latencies.recordValue(after - now);
      now = after;
    }
    return latencies;
  }

  private static long allocatedByAll() {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }
}
