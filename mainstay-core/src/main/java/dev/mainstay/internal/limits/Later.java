package dev.mainstay.internal.limits;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What limits do later, for all namespaces of an engine. One thread only keeps the time; what is
 * due is done by a few others, so that callers' code which blocks there holds nothing else up. The
 * first thing that is to be done later starts a thread: who never waits has none.
 */
final class Later implements AutoCloseable {
  private static final int WORKERS = 4;

  private final ScheduledThreadPoolExecutor time =
      new ScheduledThreadPoolExecutor(1, daemons("mainstay-limits-time"));
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          WORKERS,
          WORKERS,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          daemons("mainstay-limits"));

  Later() {
    // They are there only while they are needed, so there is nothing to close.
    workers.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Does something after a while; false, and it never is, where this is closed. */
  boolean after(long nanos, Runnable work) {
    return onTime(nanos, () -> now(work));
  }

  /** The same on the thread that keeps the time: for what neither blocks nor takes long. */
  boolean onTime(long nanos, Runnable work) {
    try {
      var unused = time.schedule(work, nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  /** Does something that may block as soon as may be, but not here. */
  void now(Runnable work) {
    try {
      workers.execute(work);
    } catch (OutOfMemoryError noThread) {
      work.run();
    }
  }

  /** Nothing is due any more. */
  @Override
  public void close() {
    time.shutdownNow();
  }
}
