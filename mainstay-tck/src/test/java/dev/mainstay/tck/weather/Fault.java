package dev.mainstay.tck.weather;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** What happens to a store; a strike lasts until it is over. */
enum Fault {
  STALL(store -> store.stall(Duration.ofMillis(1_500))),
  KILL(FaultStore::kill),
  SCRIPT_FLUSH(store -> store.flushScripts(Duration.ofMillis(300))),
  CLIENT_KILL(FaultStore::killClients),
  CLIENT_PAUSE(store -> store.pauseClients(Duration.ofSeconds(1))),
  MAX_CLIENTS(store -> store.refuseClients(Duration.ofSeconds(1))),
  MEMORY_FULL(
      store -> {
        store.fillMemory();
        FaultStore.pause(Duration.ofSeconds(1));
        store.giveMemoryBack();
      });

  /** So long after most faults everybody is served again. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** What needs memory: the rest goes on where there is none. */
  private static final Set<String> GROWING = Set.of("start", "update", "login");

  private final Consumer<FaultStore> strike;

  Fault(Consumer<FaultStore> strike) {
    this.strike = strike;
  }

  Strike strike(FaultStore store) {
    long begin = System.nanoTime();
    strike.accept(store);
    return new Strike(this, begin, System.nanoTime());
  }

  /** Whether a call may fail like this because of the fault. */
  boolean explains(Call call) {
    return switch (this) {
      case SCRIPT_FLUSH -> false;
      case MEMORY_FULL -> GROWING.contains(call.operation()) && call.detail().equals("OOM");
      default -> call.detail().equals("unavailable");
    };
  }

  /** When everybody is served again after its end. */
  Duration recovery() {
    return switch (this) {
      case SCRIPT_FLUSH -> Duration.ofMillis(250);
      case MEMORY_FULL -> Duration.ofSeconds(1);
      default -> AGAIN;
    };
  }

  /** One strike, in {@code nanoTime}. */
  record Strike(Fault fault, long begin, long end) {
    /** When its effects have to be over. */
    long over() {
      return end + fault.recovery().toNanos();
    }
  }
}
