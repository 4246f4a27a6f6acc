package dev.mainstay.server.ops;

import dev.mainstay.redis.StoreState.Condition;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a store last said of itself. A store that is not up is not asked. */
final class StoreInfo {
  static final Duration FRESH = Duration.ofSeconds(1);
  static final Duration FRESH_COUNT = Duration.ofSeconds(5);
  private static final String SECTION = "default";

  private final StoreView store;
  private final Asked<Map<String, String>> fields;
  private final Asked<OptionalLong> liveSessions;

  StoreInfo(StoreView store, LongSupplier nanos) {
    this.store = store;
    this.fields = new Asked<>(ifUp(() -> store.info(SECTION), Map.of()), Map.of(), FRESH, nanos);
    this.liveSessions =
        new Asked<>(
            ifUp(() -> store.liveSessions().thenApply(OptionalLong::of), OptionalLong.empty()),
            OptionalLong.empty(),
            FRESH_COUNT,
            nanos);
  }

  /** Asks for its fields, unless they are fresh. */
  CompletableFuture<?> refresh() {
    return fields.refresh();
  }

  /** Asks for the number of sessions too, where the store keeps any. */
  CompletableFuture<?> refreshAll() {
    return keepsSessions()
        ? CompletableFuture.allOf(fields.refresh(), liveSessions.refresh())
        : fields.refresh();
  }

  boolean keepsSessions() {
    return store.role().equals("state");
  }

  /** The fields of INFO; none where it was not up or did not answer in time. */
  Map<String, String> fields() {
    return fields.last();
  }

  /** A field; an empty text where the server did not say it. */
  String text(String field) {
    return fields().getOrDefault(field, "");
  }

  /** A number, or NaN where the server did not say it. */
  double number(String field) {
    try {
      return Double.parseDouble(text(field));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** How many sessions live, about, or NaN. */
  double liveSessions() {
    OptionalLong live = liveSessions.last();
    return live.isPresent() ? live.getAsLong() : Double.NaN;
  }

  private <T> Supplier<CompletionStage<T>> ifUp(Supplier<CompletionStage<T>> question, T nothing) {
    return () ->
        store.state().condition() == Condition.UP
            ? question.get()
            : CompletableFuture.completedFuture(nothing);
  }
}
