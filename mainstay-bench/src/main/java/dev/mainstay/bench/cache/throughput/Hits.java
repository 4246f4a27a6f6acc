package dev.mainstay.bench.cache.throughput;

import dev.mainstay.bench.report.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Reads of what is there, as fast as they are answered. */
final class Hits implements AutoCloseable {
  /** Who reads, how. */
  enum Scene {
    /** One thread: what a caller waits for. */
    ONE("1 thread", 1),
    /** Many threads. */
    MANY("32 threads", 32),
    /** Nobody waits. */
    FLIGHT("256 in flight", 256);

    private final String title;
    private final int callers;

    Scene(String title, int callers) {
      this.title = title;
      this.callers = callers;
    }

    String title() {
      return title;
    }
  }

  private static final long PATIENCE = 60;

  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final int keys;

  Hits(int keys) {
    this.keys = keys;
  }

  /** How many hits a second. */
  double perSecond(Scene scene, Reader reader, Duration time) {
    long begun = System.nanoTime();
    long end = begun + time.toNanos();
    long count = scene == Scene.FLIGHT ? flight(scene, reader, end) : threads(scene, reader, end);
    return count / ((System.nanoTime() - begun) / 1e9);
  }

  private long threads(Scene scene, Reader reader, long end) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Long>> working = new ArrayList<>();
    for (int i = 0; i < scene.callers; i++) {
      int first = (int) ((long) i * keys / scene.callers);
      working.add(
          pool.submit(
              () -> {
                start.await();
                return work(reader, first, end);
              }));
    }
    start.countDown();
    return working.stream().mapToLong(Await::result).sum();
  }

  private long work(Reader reader, int first, long end) {
    long count = 0;
    int key = first;
    while (System.nanoTime() < end) {
      count += reader.read(key) ? 1 : 0;
      key = key + 1 == keys ? 0 : key + 1;
    }
    return count;
  }

  private long flight(Scene scene, Reader reader, long end) {
    LongAdder count = new LongAdder();
    CompletableFuture<?>[] ends = new CompletableFuture<?>[scene.callers];
    for (int i = 0; i < scene.callers; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      ends[i] = done;
      next(reader, i % keys, end, count, done);
    }
    CompletableFuture.allOf(ends).orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    return count.sum();
  }

  /** Each answer asks the next question; answers that are there at once take no stack. */
  private void next(
      Reader reader, int first, long end, LongAdder count, CompletableFuture<Void> done) {
    int key = first;
    while (System.nanoTime() < end) {
      CompletableFuture<Boolean> answer = reader.readLater(key).toCompletableFuture();
      int following = (key + 1) % keys;
      if (!answer.isDone()) {
        var unused =
            answer.whenComplete(
                (isHit, failed) -> {
                  if (failed != null) {
                    done.completeExceptionally(failed);
                  } else {
                    count.add(isHit ? 1 : 0);
                    next(reader, following, end, count, done);
                  }
                });
        return;
      }
      count.add(answer.join() ? 1 : 0);
      key = following;
    }
    done.complete(null);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
