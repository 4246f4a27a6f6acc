package dev.mainstay.tck.weather;

import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** What happens to a store; a strike lasts until it is over. */
enum Fault implements dev.mainstay.chaos.faults.Fault {
  STALL(store -> store.stall(Duration.ofMillis(1_500))),
  KILL(FaultStore::kill),
  SCRIPT_FLUSH(store -> store.flushScripts(Duration.ofMillis(300))),
  CLIENT_KILL(FaultStore::killClients),
  CLIENT_PAUSE(store -> store.pauseClients(Duration.ofSeconds(1))),
  MAX_CLIENTS(store -> store.refuseClients(Duration.ofSeconds(1))),
  MEMORY_FULL(
      store -> {
        store.fillMemory();
        Pause.of(Duration.ofSeconds(1));
        store.giveMemoryBack();
      });

  /** So long after most faults everybody is served again. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** What needs memory: the rest goes on where there is none. */
  private static final Set<Verb> GROWING = Set.of(Verb.START, Verb.UPDATE, Verb.LOGIN);

  private final Consumer<FaultStore> strike;

  Fault(Consumer<FaultStore> strike) {
    this.strike = strike;
  }

  /** Returns when it is over. */
  void strike(FaultStore store) {
    strike.accept(store);
  }

  @Override
  public boolean explains(Operation operation) {
    String why = operation.outcome().why();
    return switch (this) {
      case SCRIPT_FLUSH -> false;
      case MEMORY_FULL -> GROWING.contains(operation.verb()) && why.equals("OOM");
      default -> why.equals("unavailable");
    };
  }

  @Override
  public Duration recovery() {
    return switch (this) {
      case SCRIPT_FLUSH -> Duration.ofMillis(250);
      case MEMORY_FULL -> Duration.ofSeconds(1);
      default -> AGAIN;
    };
  }
}
