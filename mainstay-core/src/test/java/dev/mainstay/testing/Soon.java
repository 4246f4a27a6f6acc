package dev.mainstay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What is true soon, looked at without a pause in between. */
public final class Soon {
  private Soon() {}

  /** Waits until it is true; fails after ten seconds. */
  public static void await(BooleanSupplier until) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
