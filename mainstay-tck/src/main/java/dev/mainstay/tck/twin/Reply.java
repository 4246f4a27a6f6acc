package dev.mainstay.tck.twin;

import dev.mainstay.sessions.Gone;
import dev.mainstay.spi.SessionEventStore.Taken;
import dev.mainstay.spi.SessionStore.Claim;
import dev.mainstay.spi.SessionStore.Turn;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a store answered, or the kind of failure instead; two are equal if their values are. */
record Reply<T>(@Nullable T value, String failure) {
  static <T> Reply<T> of(CompletionStage<T> stage) {
    try {
      return new Reply<>(stage.toCompletableFuture().get(30, TimeUnit.SECONDS), "");
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      return new Reply<>(null, cause.getClass().getSimpleName());
    } catch (InterruptedException | TimeoutException stuck) {
      return new Reply<>(null, stuck.getClass().getSimpleName());
    }
  }

  /** The outcome in a word or two. */
  String outcome() {
    if (value == null) {
      return failure;
    }
    if (value instanceof Turn.Ended ended) {
      return ended.gone().reason().toString();
    }
    if (value instanceof Claim.Ended ended) {
      return ended.gone().reason().toString();
    }
    if (value instanceof Gone gone) {
      return gone.reason().toString();
    }
    if (value instanceof Taken.Batch batch) {
      return amount(batch.events().size()) + (batch.more() ? " and more" : "");
    }
    if (value instanceof List<?> list) {
      return amount(list.size());
    }
    if (value instanceof Integer number) {
      return amount(number);
    }
    return value instanceof Boolean ? value.toString() : value.getClass().getSimpleName();
  }

  private static String amount(int number) {
    return number > 1 ? "many" : Integer.toString(number);
  }

  @Override
  public String toString() {
    return value == null ? failure : value.toString();
  }
}
