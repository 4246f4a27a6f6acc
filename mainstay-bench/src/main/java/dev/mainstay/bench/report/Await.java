package dev.mainstay.bench.report;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for what threads of a bench have measured. */
public final class Await {
  private Await() {}

  /** The result of a thread; its failure ends the bench. */
  public static <T> T result(Future<T> working) {
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
