package dev.mainstay.tck;

import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.Engine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;

/** The engine in memory, held. */
public final class HeldMemory implements HeldEngine {
  private final ManualClock clock;
  private final Engine engine;

  /** An empty engine that stands at an instant. */
  public HeldMemory(long startMillis) {
    this.clock = new ManualClock(Instant.ofEpochMilli(startMillis));
    this.engine = MemoryEngine.on(clock);
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Engine another() {
    return engine;
  }

  @Override
  public long now() {
    return clock.millis();
  }

  @Override
  public void advance(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  @Override
  public void check() {
    // There is nothing in it that could lack an end.
  }

  @Override
  public void close() {
    engine.close();
  }
}
