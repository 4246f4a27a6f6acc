package dev.mainstay.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Subject ADA = Subject.session("ada", "s");

  private static Operation find(Subject subject, long begin) {
    return new Operation("one", Verb.FIND, subject, begin, begin + 1, new Outcome.Failed("x"));
  }

  @Test
  void aFullHistoryTakesNoMore() {
    History history = new History(2);
    history.add(find(ADA, 1));
    history.add(find(ADA, 2));

    assertThatThrownBy(() -> history.add(find(ADA, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("full at 2");
    assertThat(history.operations()).hasSize(2);
  }

  @Test
  void manyMayWriteAtOnce() {
    History history = new History(10_000);
    IntStream.range(0, 10_000).parallel().forEach(i -> history.add(find(ADA, i)));

    assertThat(history.operations()).hasSize(10_000);
  }

  @Test
  void anExcerptHoldsAllOfASessionAndWhatWasNearOfItsUser() {
    Subject user = Subject.user("ada");
    Operation start =
        new Operation("one", Verb.START, user, 950_000, 950_001, new Outcome.Failed("x"));
    List<Operation> all =
        List.of(
            find(ADA, 0),
            find(ADA.nextToken(), 1_200_000),
            find(Subject.session("ada", "t"), 1_000_000),
            start,
            find(user, 100_000),
            find(user, 900_000),
            find(Subject.session("eve", "e"), 1_000_000));

    assertThat(History.excerpt(all, ADA, 1_000_000, Duration.ofNanos(500_000)).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("0.000 ms").contains("FIND ada/s#0: Failed[why=x]"),
            line -> assertThat(line).contains("0.900 ms").contains("FIND ada: "),
            line -> assertThat(line).contains("FIND ada/s#1"));
  }

  @Test
  void anExceptionSaysWhatIsKnown() {
    assertThat(Outcome.of(away(Applied.NO))).isEqualTo(new Outcome.Failed("unavailable"));
    assertThat(Outcome.of(away(Applied.UNKNOWN))).isEqualTo(new Outcome.Unknown("unavailable"));
    assertThat(Outcome.of(away(Applied.YES))).isEqualTo(new Outcome.Unknown("unconfirmed"));
    assertThat(Outcome.of(new StoreRefusedException("sessions.start", "OOM", "full")))
        .isEqualTo(new Outcome.Failed("OOM"));
    assertThat(Outcome.of(new InvalidValueException("a", "b"))).isInstanceOf(Outcome.Broken.class);
  }

  private static StoreUnavailableException away(Applied applied) {
    return new StoreUnavailableException("sessions.find", "gone", applied, Duration.ZERO, null);
  }

  @Test
  void aHiccupIsNoted() {
    AtomicLong clock = new AtomicLong();
    try (HiccupMeter meter = HiccupMeter.start(clock::get)) {
      await().until(() -> clock.addAndGet(20_000_000) > 0 && !meter.hiccups().spans().isEmpty());
      Hiccups.Span first = meter.hiccups().spans().get(0);

      assertThat(first.end() - first.begin()).isGreaterThanOrEqualTo(20_000_000);
      assertThat(meter.hiccups().within(first.begin(), first.begin() + 1)).isTrue();
      assertThat(meter.hiccups().within(first.begin() - 1, first.begin())).isFalse();
    }
  }
}
