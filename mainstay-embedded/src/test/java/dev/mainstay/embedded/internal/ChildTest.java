package dev.mainstay.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.embedded.internal.Child.Patience;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a child that keeps dying is given up. */
class ChildTest {
  private static final Patience SHORT =
      new Patience(4, Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofSeconds(30));

  @TempDir Path folder;

  @Test
  void aChildThatKeepsDyingIsGivenUpWithAReason() {
    ServerPlan plan =
        new ServerPlan(
            "cache",
            Binary.find(null),
            Endpoint.freePort(),
            folder,
            false,
            "8mb",
            Secret.random(),
            null);
    Child child = Child.start(plan, null, SHORT);
    try {
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(
              () -> {
                Health health = child.health();
                if (health.condition() == Health.Condition.UP) {
                  ProcessHandle.of(health.pid()).ifPresent(ProcessHandle::destroyForcibly);
                }
                return health.condition() == Health.Condition.FAILED;
              });
      assertThat(child.health().problem()).contains("it died 4 times");
      assertThat(child.health().restarts()).isEqualTo(4);
    } finally {
      child.close();
    }
  }

  @Test
  void theFirstRestartIsImmediateAndTheNextOnesWaitLonger() {
    assertThat(Patience.USUAL.pause(1)).isEqualTo(Duration.ZERO);
    assertThat(Patience.USUAL.pause(2)).isEqualTo(Duration.ofMillis(50));
    assertThat(Patience.USUAL.pause(4)).isEqualTo(Duration.ofMillis(200));
    assertThat(Patience.USUAL.pause(19)).isEqualTo(Duration.ofSeconds(5));
  }
}
