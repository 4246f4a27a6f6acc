package dev.mainstay.server.ops;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the state store refuses writes, as far as this process was told: it is said to until a
 * write succeeds, or nothing was refused for {@link #MEMORY}.
 */
final class RefusedWrites implements Listener {
  static final Duration MEMORY = Duration.ofSeconds(30);
  private static final Set<String> CODES = Set.of("OOM", "READONLY", "MISCONF", "NOREPLICAS");
  private static final Set<String> WRITES =
      Set.of("sessions.start", "sessions.update", "sessions.rotate", "sessions.login");

  private record Refusal(String code, long at) {}

  private final LongSupplier nanos;
  private volatile @Nullable Refusal last;

  RefusedWrites(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.OperationEnded ended) {
      ended(ended);
    } else if (event instanceof Event.TouchRefused refused) {
      refused(refused.why());
    }
  }

  /** The store's own word for why, as in {@code OOM}; empty where it takes writes. */
  Optional<String> code() {
    Refusal refusal = last;
    return refusal == null || nanos.getAsLong() - refusal.at() > MEMORY.toNanos()
        ? Optional.empty()
        : Optional.of(refusal.code());
  }

  private void ended(Event.OperationEnded ended) {
    if (last != null && ended.outcome().equals("ok") && WRITES.contains(ended.operation())) {
      last = null;
    } else {
      refused(ended.outcome());
    }
  }

  private void refused(String why) {
    if (CODES.contains(why)) {
      last = new Refusal(why, nanos.getAsLong());
    }
  }
}
