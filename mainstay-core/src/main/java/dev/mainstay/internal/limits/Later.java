package dev.mainstay.internal.limits;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
  private final Set<Due> dues = ConcurrentHashMap.newKeySet();

  Later() {
    time.setRemoveOnCancelPolicy(true);
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

  /** Something that will be done once, in one of two ways, unless it is cancelled before. */
  final class Due {
    private final Runnable work;
    private final Runnable ifClosed;
    private volatile @Nullable ScheduledFuture<?> timer;

    private Due(Runnable work, Runnable ifClosed) {
      this.work = work;
      this.ifClosed = ifClosed;
    }

    private void begin(long nanos) {
      dues.add(this);
      try {
        timer = time.schedule(() -> end(work), nanos, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        end(ifClosed);
      }
    }

    private void end(Runnable how) {
      if (dues.remove(this)) {
        now(how);
      }
    }

    /** It is not to be done any more; false where it is done already, or was cancelled. */
    boolean cancel() {
      ScheduledFuture<?> running = timer;
      boolean isMine = dues.remove(this);
      if (isMine && running != null) {
        running.cancel(false);
      }
      return isMine;
    }
  }

  /**
   * Does something after a while.
   *
   * @param ifClosed what is done instead, at once, where this is closed
   */
  Due after(long nanos, Runnable work, Runnable ifClosed) {
    Due due = new Due(work, ifClosed);
    due.begin(nanos);
    return due;
  }

  /** For what neither blocks nor takes long; never where this is closed. */
  void onTime(long nanos, Runnable work) {
    try {
      var unused = time.schedule(work, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return;
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

  /** How much is still to be done. */
  int due() {
    return dues.size();
  }

  @Override
  public void close() {
    time.shutdownNow();
    dues.forEach(due -> due.end(due.ifClosed));
  }
}
