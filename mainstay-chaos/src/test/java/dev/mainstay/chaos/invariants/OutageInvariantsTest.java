package dev.mainstay.chaos.invariants;

import static dev.mainstay.chaos.invariants.Told.FAILED;
import static dev.mainstay.chaos.invariants.Told.S;
import static dev.mainstay.chaos.invariants.Told.UNKNOWN;
import static dev.mainstay.chaos.invariants.Told.live;
import static dev.mainstay.chaos.invariants.Told.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Deadlines, gaps and causes, in histories that are told by hand. */
class OutageInvariantsTest {
  private static final Function<Operation, String> BY_USER = it -> it.subject().user();
  private static final Invariant DEADLINES =
      Invariants.deadlinesHold(
          verb -> verb == Verb.FIND ? Duration.ofMillis(250) : Duration.ofMillis(500));

  @Test
  void aCallMayTakeItsDeadlineAndALittle() {
    Finding finding =
        session().at(0, 300, Verb.FIND, FAILED).at(0, 550, Verb.UPDATE, UNKNOWN).check(DEADLINES);

    assertThat(finding.holds()).isTrue();
    assertThat(finding.opportunities()).isEqualTo(3);
  }

  @Test
  void aCallThatTakesLongerIsFound() {
    assertThat(session().at(0, 301, Verb.FIND, FAILED).check(DEADLINES).violations()).hasSize(1);
  }

  @Test
  void aCallDuringAHiccupProvesNothing() {
    Finding finding = session().at(0, 301, Verb.FIND, FAILED).hiccup(200, 250).check(DEADLINES);

    assertThat(finding.holds()).isTrue();
    assertThat(finding.opportunities()).isEqualTo(1);
    assertThat(finding.note()).contains("1 left out in 1 hiccups");
  }

  @Test
  void aGapIsTheLongestTimeWithoutAnAnswerAfterTheFault() {
    Told told =
        session()
            .at(90, 91, Verb.FIND, live())
            .struck(100, 200)
            .at(110, 150, Verb.FIND, FAILED)
            .at(290, 300, Verb.FIND, live())
            .at(390, 400, Verb.FIND, live());

    assertThat(told.check(gaps(200)).holds()).isTrue();
    assertThat(told.check(gaps(199)).violations())
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("BLOW").contains("200 ms"));
  }

  @Test
  void aGapThatNeverEndsIsFound() {
    Told told =
        session().struck(100, 200).at(110, 150, Verb.FIND, FAILED).at(400, 500, Verb.FIND, FAILED);

    assertThat(told.check(gaps(399)).violations()).hasSize(1);
  }

  @Test
  void oneServersGapIsNotHiddenByAnother() {
    Subject other = Subject.session("eve", "e");
    Told told = session().struck(100, 101);
    for (int i = 100; i < 400; i += 10) {
      told.at(i, i + 1, Verb.FIND, other, live(other, 0));
    }
    told.at(380, 390, Verb.FIND, live());

    assertThat(told.check(gaps(100)).violations()).hasSize(1);
    assertThat(told.check(Invariants.gapsAreShort(Duration.ofMillis(100), any -> "")).holds())
        .isTrue();
  }

  @Test
  void eachGroupHasItsOwnBar() {
    Subject other = Subject.session("eve", "e");
    Told told =
        session()
            .struck(100, 101)
            .at(290, 300, Verb.FIND, live())
            .at(390, 400, Verb.FIND, other, live(other, 0));
    Map<String, Duration> bars =
        Map.of("ada", Duration.ofMillis(200), "eve", Duration.ofMillis(299));

    assertThat(told.check(Invariants.gapsAreShort(bars::get, BY_USER)).violations())
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("300 ms eve"));
  }

  @Test
  void aPartHasItsShareOfTheSlots() {
    Parts parts = new Parts(3, user -> user.equals("ada") ? 0 : 16_383);
    assertThat(List.of(0, 5_461, 5_462, 10_922, 10_923, 16_383).stream().map(parts::of))
        .containsExactly("part 0", "part 0", "part 1", "part 1", "part 2", "part 2");
    Told told =
        session()
            .at(0, 1, Verb.FIND, Subject.session("eve", "e"), FAILED)
            .at(0, 1, Verb.FIND, Subject.NOBODY, FAILED);
    assertThat(told.evidence().operations())
        .extracting(parts::apply)
        .containsExactly("part 0", "part 2", Parts.ANYWHERE);
  }

  @Test
  void whoAsksNoMoreIsNotKeptWaiting() {
    Subject other = Subject.session("eve", "e");
    Told told =
        session()
            .struck(100, 101)
            .at(110, 120, Verb.FIND, live())
            .at(110, 120, Verb.FIND, other, live(other, 0))
            .at(200, 210, Verb.FIND, other, live(other, 0));

    assertThat(told.check(gaps(90)).holds()).isTrue();
  }

  @Test
  void aFailureWithoutACauseIsFound() {
    Told told = session().struck(100, 200).at(190, 205, Verb.FIND, FAILED);
    assertThat(told.check(Invariants.failuresHaveACause()).holds()).isTrue();

    told.at(211, 212, Verb.FIND, FAILED);
    assertThat(told.check(Invariants.failuresHaveACause()).violations()).hasSize(1);
    told.at(150, 151, Verb.FIND, new Outcome.Failed("OOM"));
    assertThat(told.check(Invariants.failuresHaveACause()).violations()).hasSize(2);
    told.hiccup(151, 212);
    assertThat(told.check(Invariants.failuresHaveACause()).violations()).hasSize(1);
  }

  @Test
  void aFailureThatIsNoFailureOfAStoreIsFound() {
    Told told = session().at(10, 11, Verb.FIND, new Outcome.Broken("NullPointerException"));

    assertThat(told.check(new FailuresAreOurs()).violations()).hasSize(1);
  }

  @Test
  void oneWhoIsNotServedAgainIsFound() {
    Told told =
        session()
            .struck(100, 200)
            .at(201, 202, Verb.FIND, live())
            .by("two", 0, 1, Verb.FIND, S, live())
            .by("two", 201, 211, Verb.FIND, S, live());

    assertThat(told.check(Invariants.everybodyIsServedAgain()).violations())
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("two"));
  }

  @Test
  void whoeverIsAnsweredWithoutTheStoreIsFound() {
    Told told =
        session()
            .struck(100, 200)
            .at(99, 150, Verb.FIND, live())
            .at(150, 201, Verb.FIND, live())
            .at(110, 120, Verb.FIND, FAILED);
    assertThat(told.check(Invariants.nobodyIsAnsweredMeanwhile()).holds()).isTrue();

    told.at(110, 120, Verb.FIND, live());
    Finding finding = told.check(Invariants.nobodyIsAnsweredMeanwhile());
    assertThat(finding.violations()).hasSize(1);
    assertThat(finding.opportunities()).isEqualTo(2);
  }

  @Test
  void whatIsLeftIsLookedAt() {
    Finding finding =
        session().check(Invariants.nothingIsEndless(() -> List.of("a key has no end")));

    assertThat(finding.violations())
        .extracting(Violation::what)
        .containsExactly("a key has no end");
  }

  @Test
  void aVerdictShowsWhatHappenedAroundAViolation() {
    Told told = session().at(10, 20, Verb.REVOKE, Told.ended(1)).at(21, 22, Verb.FIND, live());
    told.at(5_000, 5_001, Verb.FIND, live());
    Verdict verdict =
        Checker.of(Invariants.ofSessions(Losses.NONE, Duration.ZERO))
            .and(DEADLINES)
            .check(told.evidence());

    assertThat(verdict.holds()).isFalse();
    assertThat(verdict.text().lines().toList())
        .startsWith("told by hand", "4 operations, 0 faults")
        .anyMatch(line -> line.matches(" +acknowledged revocations stand +2 opp.* 2 VIOLATIONS"))
        .anyMatch(line -> line.contains("at 21.000 ms FIND finds ada/s#0 alive"))
        .anyMatch(line -> line.contains("one REVOKE ada/s#0: Ok[answer=Ended[sessions=1]]"))
        .anyMatch(line -> line.matches(" +identities are right +2 opportunities +holds"));
  }

  private static Invariant gaps(int millis) {
    return Invariants.gapsAreShort(Duration.ofMillis(millis), BY_USER);
  }
}
