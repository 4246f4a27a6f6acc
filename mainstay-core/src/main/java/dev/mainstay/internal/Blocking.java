package dev.mainstay.internal;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The one place where asynchronous becomes synchronous. */
public final class Blocking {
  private Blocking() {}

  /**
   * Waits for a stage. The engine's deadline bounds the wait. What the stage fails with is thrown
   * as it is; an interrupt is kept and becomes a {@link StoreUnavailableException}.
   */
  public static <T> T join(String operation, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof MainstayException known) {
        throw known;
      }
      throw new StoreFaultException(operation, "failed unexpectedly", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          operation,
          "the waiting thread was interrupted; the operation may still be done",
          StoreUnavailableException.Applied.UNKNOWN,
          Duration.ZERO,
          interrupted);
    }
  }
}
