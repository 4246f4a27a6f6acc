package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HighestTest {
  private final Highest highest = new Highest(Duration.ofNanos(100), Duration.ofNanos(200), 0);

  @Test
  void whatRisesCountsAtOnce() {
    assertThat(highest.with(0, 1)).isZero();
    assertThat(highest.with(2, 2)).isEqualTo(2);
  }

  @Test
  void oneObsoleteOpinionLowersNothing() {
    highest.with(1, 0);

    assertThat(highest.with(0, 60)).isEqualTo(1);
    assertThat(highest.with(1, 90)).isEqualTo(1);
    assertThat(highest.with(0, 190)).isEqualTo(1);
  }

  @Test
  void whatNobodyTellsOfAnyMoreFalls() {
    highest.with(3, 0);

    assertThat(highest.with(1, 101)).isEqualTo(1);
  }

  @Test
  void whatWasToldBelowTheHighestCountsOnceThatIsOver() {
    highest.with(2, 0);
    highest.with(1, 10);
    highest.with(1, 95);

    assertThat(highest.with(0, 101)).isEqualTo(1);
    assertThat(highest.with(0, 196)).isZero();
  }

  /** As of a primary that stood still and was replaced, which has no replicas by what it knows. */
  @Test
  void whatCountedBeforeASilenceCountsForAsLongAfterIt() {
    highest.with(1, 0);

    assertThat(highest.with(0, 1_000)).isEqualTo(1);
    assertThat(highest.with(0, 1_100)).isEqualTo(1);
    assertThat(highest.with(0, 1_101)).isZero();
  }
}
