package dev.mainstay.internal.cache;

import dev.mainstay.errors.LoadFailedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for an answer and meanwhile runs what is to be run by it: its loader, which
 * may need the transaction or the context that the thread has. Once it waits no more, others run
 * what comes.
 */
final class Caller implements Executor {
  private static final Runnable LEFT = new Left();

  private final Thread thread = Thread.currentThread();
  private final AtomicReference<@Nullable Runnable> work = new AtomicReference<>();
  private final Executor others;

  /** What stands where work was, once nobody is there to do it. */
  private record Left() implements Runnable {
    @Override
    public void run() {}
  }

  Caller(Executor others) {
    this.others = others;
  }

  @Override
  public void execute(Runnable task) {
    if (work.compareAndSet(null, task)) {
      LockSupport.unpark(thread);
    } else {
      others.execute(task);
    }
  }

  /** Waits for the answer. What it failed with is thrown, see {@link #raise}. */
  <T extends @Nullable Object> T await(String cache, CompletableFuture<T> answer) {
    var unused = answer.whenComplete((value, failed) -> LockSupport.unpark(thread));
    boolean interrupted = false;
    while (!answer.isDone() && !interrupted) {
      Runnable task = work.getAndSet(null);
      if (task != null) {
        task.run();
      } else {
        interrupted = Thread.currentThread().isInterrupted();
        if (!interrupted) {
          LockSupport.park(this);
        }
      }
    }
    Runnable left = work.getAndSet(LEFT);
    if (left != null) {
      handOver(left);
    }
    if (!answer.isDone()) {
      throw interrupted();
    }
    try {
      return answer.join();
    } catch (CompletionException failed) {
      throw raise(cache, failed.getCause());
    }
  }

  /** Others may share what this brings: where nobody has time for it, it is done here. */
  private void handOver(Runnable left) {
    try {
      others.execute(left);
    } catch (RejectedExecutionException | StoreUnavailableException noTimeOrClosed) {
      left.run();
    }
  }

  private static StoreUnavailableException interrupted() {
    return new StoreUnavailableException(
        "cache.get", "the waiting thread was interrupted", Applied.NO, Duration.ZERO, null);
  }

  /** What is unchecked as it is, else inside of one that is. */
  static RuntimeException raise(String cache, @Nullable Throwable failed) {
    if (failed instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (failed instanceof Error error) {
      throw error;
    }
    return new LoadFailedException(cache, "the loader failed", failed);
  }
}
