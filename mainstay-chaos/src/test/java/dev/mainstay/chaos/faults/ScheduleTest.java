package dev.mainstay.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.chaos.faults.Schedule.Pauses;
import dev.mainstay.chaos.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The same seed gives the same weather. */
class ScheduleTest {
  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(1), Duration.ofMillis(5));
  private static final List<Named> ALL = List.of(Named.values());

  enum Named implements Fault {
    A,
    B,
    C;

    @Override
    public Duration recovery() {
      return Duration.ZERO;
    }

    @Override
    public boolean explains(Operation operation) {
      return false;
    }
  }

  @Test
  void aSeedRepeatsItself() {
    assertThat(Schedule.drawn(7, ALL, 50, PAUSES)).isEqualTo(Schedule.drawn(7, ALL, 50, PAUSES));
    assertThat(Schedule.drawn(7, ALL, 50, PAUSES)).isNotEqualTo(Schedule.drawn(8, ALL, 50, PAUSES));
  }

  @Test
  void aShuffleHoldsEachOnce() {
    assertThat(Schedule.shuffled(3, ALL, PAUSES).faults()).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void pausesAreWithinTheirBounds() {
    List<Duration> pauses =
        Schedule.drawn(1, ALL, 500, PAUSES).steps().stream().map(Schedule.Step::pause).toList();

    assertThat(pauses).allMatch(it -> it.toMillis() >= 1 && it.toMillis() <= 5);
    assertThat(pauses).contains(PAUSES.least(), PAUSES.most());
    assertThatThrownBy(() -> new Pauses(Duration.ofMillis(2), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRunStrikesInOrderAndSaysWhen() {
    Schedule<Named> schedule = Schedule.inOrder(1, List.of(Named.B, Named.A), PAUSES);
    AtomicLong clock = new AtomicLong();
    List<Named> struck = new ArrayList<>();
    List<Strike> strikes = schedule.run(clock::incrementAndGet, struck::add);

    assertThat(struck).containsExactly(Named.B, Named.A);
    assertThat(strikes).containsExactly(new Strike(Named.B, 1, 2), new Strike(Named.A, 3, 4));
  }

  @Test
  void itsTextReplaysIt() {
    Schedule<Named> schedule =
        Schedule.inOrder(
            42, List.of(Named.B, Named.A), new Pauses(Duration.ofMillis(3), Duration.ofMillis(3)));

    assertThat(schedule).hasToString("seed 42: 3 ms B, 3 ms A");
  }
}
