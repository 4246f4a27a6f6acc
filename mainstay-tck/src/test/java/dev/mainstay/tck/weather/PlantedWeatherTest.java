package dev.mainstay.tck.weather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.invariants.Violation;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The weather finds faults of an engine: these, which are planted. */
class PlantedWeatherTest {
  private static final long SEED = 7;

  @Test
  void callsThatAreSentTwiceAreFound() {
    assertThat(violations(Fault.STALL, SendsTwice::new))
        .anyMatch(it -> it.startsWith("the counter of"));
  }

  @Test
  void sessionsThatAreRememberedForTooLongAreFound() {
    assertThat(violations(Fault.SCRIPT_FLUSH, Remembers::new)).anyMatch(it -> it.contains("alive"));
  }

  private static List<String> violations(Fault fault, UnaryOperator<SessionStore> planted) {
    try (FaultStore store = FaultStore.start()) {
      return new WeatherRun(
              store, Schedule.inOrder(SEED, List.of(fault), SessionWeatherTest.PAUSES))
              .run(engine -> new Dressed(engine, planted.apply(engine.sessions())))
              .violations()
              .stream()
              .map(Violation::what)
              .toList();
    }
  }

  /** Sends an update again where no answer came, as many a client does by itself. */
  private static final class SendsTwice extends ForwardingStore {
    SendsTwice(SessionStore store) {
      super(store);
    }

    @Override
    public CompletionStage<Updated> update(Credential credential, Change change) {
      return super.update(credential, change)
          .exceptionallyCompose(
              failed -> {
                Throwable cause =
                    failed instanceof CompletionException ? failed.getCause() : failed;
                return cause instanceof StoreUnavailableException
                        && !(cause instanceof StoreRefusedException)
                    ? super.update(credential, change)
                    : CompletableFuture.failedStage(failed);
              });
    }
  }

  /** Answers from its own memory, of which no other replica knows. */
  private static final class Remembers extends ForwardingStore {
    private final Map<Credential, Found> seen = new ConcurrentHashMap<>();

    Remembers(SessionStore store) {
      super(store);
    }

    @Override
    public CompletionStage<Found> find(Credential credential) {
      Found known = seen.get(credential);
      return known != null
          ? CompletableFuture.completedStage(known)
          : super.find(credential)
              .thenApply(
                  found -> {
                    found.live().ifPresent(any -> seen.put(credential, found));
                    return found;
                  });
    }
  }

  /** An engine with another store. */
  private record Dressed(Engine engine, SessionStore sessions) implements Engine {
    @Override
    public SessionEventStore sessionEvents() {
      return engine.sessionEvents();
    }

    @Override
    public SessionInvalidations sessionInvalidations() {
      return engine.sessionInvalidations();
    }

    @Override
    public LimitStore limits() {
      return engine.limits();
    }

    @Override
    public CacheStore cache() {
      return engine.cache();
    }

    @Override
    public Invalidations invalidations() {
      return engine.invalidations();
    }

    @Override
    public StoreClock clock() {
      return engine.clock();
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
