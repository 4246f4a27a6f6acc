package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.events.Event;
import dev.mainstay.internal.cache.SourceBreaker.End;
import dev.mainstay.internal.cache.SourceBreaker.Let;
import dev.mainstay.internal.cache.SourceBreaker.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When the breaker of a source opens, whom it lets, and when it closes. */
class SourceBreakerTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND);
  private final List<Event> told = new ArrayList<>();
  private final SourceBreaker breaker = new SourceBreaker("product", told::add, nanos::get);

  private void load(Object key, End end) {
    assertThat(breaker.begin(key).end(end)).isTrue();
  }

  private void fail(int keys) {
    for (int i = 0; i < keys; i++) {
      load("bad" + i, End.FAILED);
    }
  }

  private List<String> states() {
    return told.stream().map(event -> ((Event.SourceChanged) event).state()).toList();
  }

  @Test
  void itOpensWhereHalfOfTheLastLoadsFailed() {
    fail(9);
    assertThat(breaker.lets("k")).isEqualTo(Let.LOAD);
    load("bad9", End.FAILED);
    assertThat(breaker.lets("k")).isEqualTo(Let.NOTHING);
    assertThat(breaker.most()).isEqualTo(SourceBreaker.FEW);
    assertThat(told)
        .containsExactly(
            new Event.SourceChanged("product", "open", "10 of the last 20 loads failed"));
  }

  @Test
  void whatFailedBeforeTheLastTwentyDoesNotCount() {
    fail(9);
    for (int i = 0; i < 20; i++) {
      load("good", End.DONE);
    }
    fail(9);
    assertThat(breaker.lets("k")).isEqualTo(Let.LOAD);
    assertThat(told).isEmpty();
  }

  @Test
  void oneBadKeyIsLeftAloneAndSpeaksForNoOther() {
    for (int i = 0; i < 100; i++) {
      load("bad", End.FAILED);
    }
    assertThat(breaker.lets("k")).isEqualTo(Let.LOAD);
    assertThat(breaker.lets("bad")).isEqualTo(Let.NOTHING);
    nanos.addAndGet(SECOND);
    assertThat(breaker.lets("bad")).isEqualTo(Let.PROBE);
    assertThat(breaker.lets("bad")).isEqualTo(Let.NOTHING);
    load("bad", End.DONE);
    assertThat(breaker.lets("bad")).isEqualTo(Let.LOAD);
    assertThat(told).isEmpty();
  }

  @Test
  void timeoutsCountWhateverTheirKey() {
    for (int i = 0; i < 10; i++) {
      load("slow", End.TIMED_OUT);
    }
    assertThat(breaker.lets("k")).isEqualTo(Let.NOTHING);
  }

  @Test
  void whatSaysNothingOfTheSourceDoesNotCount() {
    for (int i = 0; i < 20; i++) {
      load("k" + i, End.VOID);
    }
    assertThat(breaker.lets("k")).isEqualTo(Let.LOAD);
  }

  @Test
  void oneInASecondIsLetAndTheFirstThatSucceedsClosesIt() {
    fail(10);
    for (int second = 0; second < 5; second++) {
      nanos.addAndGet(SECOND);
      int let = 0;
      for (int i = 0; i < 1_000; i++) {
        let += breaker.lets("k" + i) == Let.PROBE ? 1 : 0;
      }
      assertThat(let).isEqualTo(1);
      load("k", End.FAILED);
    }
    load("k", End.DONE);
    assertThat(breaker.lets("other")).isEqualTo(Let.LOAD);
    assertThat(states()).containsExactly("open", "closed");
    fail(9);
    assertThat(breaker.lets("other")).isEqualTo(Let.LOAD);
  }

  @Test
  void aLoadThatBeganBeforeItOpenedDoesNotCloseIt() {
    Turn early = breaker.begin("early");
    nanos.addAndGet(1);
    fail(10);
    early.end(End.DONE);
    assertThat(breaker.lets("k")).isEqualTo(Let.NOTHING);
  }

  @Test
  void whereTooManyRunNoneIsLetUntilHalfOfThemHaveEnded() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < SourceBreaker.MOST; i++) {
      assertThat(breaker.lets("k")).isEqualTo(Let.LOAD);
      turns.add(breaker.begin("k" + i));
    }
    assertThat(breaker.lets("k")).isEqualTo(Let.NOTHING);
    assertThat(breaker.most()).isEqualTo(SourceBreaker.MOST);
    turns.subList(0, SourceBreaker.MOST / 2 - 1).forEach(turn -> turn.end(End.DONE));
    assertThat(breaker.lets("k")).isEqualTo(Let.NOTHING);
    assertThat(turns.get(40).end(End.DONE)).isTrue();
    assertThat(turns.get(40).end(End.DONE)).isFalse();
    assertThat(breaker.lets("k")).isEqualTo(Let.LOAD);
    assertThat(states()).containsExactly("open", "closed");
  }

  @Test
  void onlySoManyKeysAreRemembered() {
    for (int i = 0; i < 10_000; i++) {
      load("bad" + i, End.FAILED);
    }
    for (int i = 0; i < 3; i++) {
      load("late", End.FAILED);
    }
    load("k", End.DONE);
    assertThat(breaker.lets("late")).isEqualTo(Let.LOAD);
    nanos.addAndGet(70 * SECOND);
    for (int i = 0; i < 3; i++) {
      load("late", End.FAILED);
    }
    assertThat(breaker.lets("late")).isEqualTo(Let.NOTHING);
  }
}
