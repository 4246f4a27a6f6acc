package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void growsWhileSomeAreLeftAndShrinksAgain() {
    Pace pace = new Pace();
    assertThat(pace.most()).isEqualTo(8);
    pace.left(true);
    pace.left(true);
    assertThat(pace.most()).isEqualTo(24);
    pace.left(false);
    assertThat(pace.most()).isEqualTo(16);
  }

  @Test
  void staysWithinItsBounds() {
    Pace pace = new Pace();
    pace.left(false);
    assertThat(pace.most()).isEqualTo(8);
    for (int i = 0; i < 100; i++) {
      pace.left(true);
    }
    assertThat(pace.most()).isEqualTo(256);
  }

  /** All sessions of a namespace end in one instant: their events come evenly all the same. */
  @Test
  void noSecondOfABacklogHasThreeTimesTheMean() {
    Pace pace = new Pace();
    int backlog = 200;
    int seconds = 0;
    int busiest = 0;
    for (int left = backlog; left > 0; seconds++) {
      int told = Math.min(left, pace.most());
      busiest = Math.max(busiest, told);
      left -= told;
      pace.left(left > 0);
    }
    assertThat(busiest).isLessThan(3 * backlog / seconds);
  }
}
