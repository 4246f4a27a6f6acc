package dev.mainstay.bench.cache.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.bench.store.BenchRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promised commands of each operation, as the server counts them. */
class CommandsTest {
  private static BenchRedis redis;
  private static Commands commands;

  @BeforeAll
  static void start() {
    redis = BenchRedis.start(null);
    commands = new Commands(redis);
  }

  @AfterAll
  static void stop() {
    commands.close();
    redis.close();
  }

  @Test
  void aHitIsOne() {
    assertThat(commands.hit()).isEqualTo(1);
  }

  @Test
  void aMissIsThree() {
    assertThat(commands.miss()).isEqualTo(3);
  }

  @Test
  void aMissWhileAnotherLoadsIsFour() {
    // The other's three: to count them here would be to count hits, where they were missed before.
    assertThat(commands.waiter(3)).isLessThanOrEqualTo(4);
  }

  @Test
  void anInvalidationIsOne() {
    assertThat(commands.invalidate()).isEqualTo(1);
  }

  @Test
  void aPutIsOne() {
    assertThat(commands.put()).isEqualTo(1);
  }

  @Test
  void anEntryHasNoMoreThanItsPromisedBytes() {
    assertThat(commands.overhead()).isLessThanOrEqualTo(24);
  }
}
