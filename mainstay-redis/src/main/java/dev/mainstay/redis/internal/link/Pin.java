package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection over which something was answered: for what counts only as long as nothing can
 * have come between that and the next call, as another server in the place of that one.
 */
public final class Pin {
  /** The server says that it does not decide about the key, or not any more. */
  private static final Set<String> ELSEWHERE = Set.of("MOVED", "ASK", "READONLY");

  private final Line line;

  Pin(Line line) {
    this.line = line;
  }

  /** Sends over that connection alone; {@code null} where it can be said that nothing was done. */
  CompletableFuture<@Nullable List<@Nullable Object>> send(Traffic traffic, Request request) {
    if (!line.isOpen()) {
      return CompletableFuture.completedFuture(null);
    }
    Way way = new Way();
    Call<List<@Nullable Object>> call = new Call<>(traffic, way, request, new TreeReply());
    if (traffic.admit(call)) {
      line.take(call);
    }
    CompletableFuture<@Nullable List<@Nullable Object>> told = new CompletableFuture<>();
    var unused =
        call.whenComplete(
            (reply, failed) -> {
              if (failed == null || way.isElsewhere || isGone(failed)) {
                told.complete(reply);
              } else {
                told.completeExceptionally(failed);
              }
            });
    return told;
  }

  private boolean isGone(Throwable failed) {
    return !line.isOpen()
        && failed instanceof StoreUnavailableException unavailable
        && unavailable.applied() == Applied.NO;
  }

  /** A script that is not known goes the same way by its text; nothing goes another way. */
  private static final class Way implements Call.Detour {
    private volatile boolean isElsewhere;

    @Override
    public boolean take(Call<?> call, String error) {
      Supplier<Request> whole = call.request.unknownScript();
      Line same = call.line;
      if (error.startsWith("NOSCRIPT") && whole != null && same != null) {
        same.take(call.onward(whole.get()));
        return true;
      }
      isElsewhere = ELSEWHERE.contains(error.split(" ", 2)[0]);
      return false;
    }
  }
}
