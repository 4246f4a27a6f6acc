package dev.mainstay.memory;

import dev.mainstay.spi.NearStore;
import dev.mainstay.spi.Proofs;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Of stores that tell each change before it is done: nothing is ever to be proven. */
class MemoryProofs implements Proofs {
  private final StoreClock clock;

  MemoryProofs(StoreClock clock) {
    this.clock = clock;
  }

  @Override
  public void prove(Duration most) {
    // It always is.
  }

  /** So that what is kept near ends by the clock that the user holds. */
  @Override
  public long nanos() {
    return TimeUnit.MICROSECONDS.toNanos(clock.micros());
  }

  @Override
  public <K, T> NearStore<K, T> store(int most, Consumer<T> evicted) {
    return new MemoryNearStore<>(most, evicted);
  }
}
