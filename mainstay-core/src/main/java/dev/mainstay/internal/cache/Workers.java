package dev.mainstay.internal.cache;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of all caches: a few that load while nobody waits, and one that keeps time. */
final class Workers implements Executor, AutoCloseable {
  private static final int THREADS = 16;
  private static final int MOST_WAITING = 10_000;

  private final ThreadPoolExecutor loaders;
  private final ScheduledThreadPoolExecutor timer;

  Workers() {
    loaders =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            daemon("mainstay-cache-loader"));
    loaders.allowCoreThreadTimeOut(true);
    timer = new ScheduledThreadPoolExecutor(1, daemon("mainstay-cache-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory daemon(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Runs something on another thread.
   *
   * @throws RejectedExecutionException where too much waits already
   * @throws StoreUnavailableException where this is closed
   */
  @Override
  public void execute(Runnable work) {
    try {
      loaders.execute(work);
    } catch (RejectedExecutionException refused) {
      throw loaders.isShutdown() ? closed() : refused;
    }
  }

  /**
   * Runs something later, that must not block; never where this is closed by then.
   *
   * @return forgets it
   * @throws StoreUnavailableException where this is closed already
   */
  Runnable after(Duration wait, Runnable work) {
    try {
      Future<?> planned = timer.schedule(work, wait.toNanos(), TimeUnit.NANOSECONDS);
      return () -> planned.cancel(false);
    } catch (RejectedExecutionException refused) {
      throw closed();
    }
  }

  private static StoreUnavailableException closed() {
    return new StoreUnavailableException(
        "cache", "this Mainstay is closed", Applied.NO, Duration.ZERO, null);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    loaders.shutdownNow();
  }
}
