package dev.mainstay.tck.limits;

import static dev.mainstay.tck.limits.LimitCase.charge;
import static dev.mainstay.tck.limits.LimitCase.inOnePlace;
import static dev.mainstay.tck.limits.LimitCase.isAdmitted;
import static dev.mainstay.tck.limits.LimitCase.placesOf;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.Limit;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.Reading;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.TakeCall.Run;
import dev.mainstay.spi.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code take}. */
public interface TakeLimitSentences extends LimitCase {
  @Test
  default void aTakeIsAdmittedIfItFitsEveryLimitAndThenEveryLimitCountsIt() {
    for (List<Charge> charges : placesOf(RULES)) {
      assertThat(take(charges, 2)).isTrue();
      assertLeft(charges, CAPACITY - 2, 0);
    }
  }

  @Test
  default void aRefusedTakeChangesNothing() {
    for (List<Charge> charges : placesOf(RULES)) {
      for (Charge full : charges) {
        resetAll(charges);
        assertThat(take(full, CAPACITY)).isTrue();
        List<LimitStore.Looked> before = charges.stream().map(this::looked).toList();
        assertThat(take(charges, 1)).as("%s is full", full.key()).isFalse();
        assertThat(charges.stream().map(this::looked).toList()).isEqualTo(before);
      }
    }
  }

  @Test
  default void aTakeAboveTheCapacityNeverFits() {
    for (List<Charge> charges : placesOf(RULES)) {
      assertThat(take(charges, CAPACITY + 1)).isFalse();
      assertLeft(charges, CAPACITY, 0);
    }
  }

  @Test
  default void takesOfOneCallAreDecidedInOrder() {
    for (Charge charge : inOnePlace(COUNTING)) {
      List<Run> runs = List.of(new Run(3, 1), new Run(1, 3), new Run(9, 1));
      Taken taken = await(limits().take(new TakeCall(List.of(charge), runs, LEASE)));
      assertThat(((Taken.Decided) taken).admitted())
          .as("%s", charge.key())
          .containsExactly(3, 0, 2);
      assertThat(available(charge)).isZero();
    }
  }

  @Test
  default void takesOfSeveralLimitsInOnePlaceAreDecidedInOrder() {
    List<Charge> charges = inOnePlace(COUNTING);
    long[] few = LimitCase.each(charges, 1);
    long[] more = few.clone();
    more[few.length - 1] = CAPACITY;
    List<Run> runs = List.of(new Run(2, few), new Run(1, more), new Run(CAPACITY, few));
    Taken taken = await(limits().take(new TakeCall(charges, runs, LEASE)));
    assertThat(((Taken.Decided) taken).admitted()).containsExactly(2, 0, CAPACITY - 2);
    assertLeft(charges, 0, 0);
  }

  @Test
  default void takesAreDecidedInOneAtomicStep() {
    for (Charge charge : inOnePlace(COUNTING)) {
      assertThat(admittedAtOnce(List.of(charge))).as("%s", charge.key()).isEqualTo(CAPACITY);
    }
  }

  @Test
  default void neverMoreThanFitAreAdmittedInManyPlacesAtOnce() {
    List<Charge> charges = LimitCase.inManyPlaces(COUNTING);
    int admitted = admittedAtOnce(charges);
    assertThat(admitted).isLessThanOrEqualTo(CAPACITY);
    assertLeft(charges, CAPACITY - admitted, 0);
  }

  private int admittedAtOnce(List<Charge> charges) {
    List<CompletionStage<Taken>> asked = new ArrayList<>();
    List<Run> one = List.of(new Run(1, LimitCase.each(charges, 1)));
    for (int i = 0; i < 40; i++) {
      LimitStore store = i % 2 == 0 ? limits() : held().another().limits();
      asked.add(store.take(new TakeCall(charges, one, LimitCase.name(i))));
    }
    int admitted = 0;
    for (CompletionStage<Taken> taken : asked) {
      admitted += isAdmitted(await(taken)) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  default void aTakeTellsWhatEachLimitHadCountedBefore() {
    for (List<Charge> charges : placesOf(RULES)) {
      for (int i = 0; i < charges.size(); i++) {
        take(charges.get(i), i % 3 + 1);
      }
      List<Reading> before = charges.stream().map(one -> looked(one).reading()).toList();
      Taken taken = tryTake(charges, 1);
      assertThat(((Taken.Decided) taken).readings()).isEqualTo(before);
    }
  }

  @Test
  default void aCallOfAnEarlierVersionThanWhatIsCountedIsSuperseded() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      for (int i = 0; i < charges.size(); i++) {
        resetAll(charges);
        take(LimitCase.version(charges.get(i), 2), 1);
        List<LimitStore.Looked> before = charges.stream().map(this::looked).toList();
        assertThat(tryTake(charges, 1)).isEqualTo(new Taken.Superseded(i));
        assertThat(charges.stream().map(this::looked).toList()).isEqualTo(before);
      }
    }
  }

  @Test
  default void aCallThatFindsAnEarlierVersionIsOutdated() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      for (int i = 0; i < charges.size(); i++) {
        resetAll(charges);
        take(charges.get(i), 2);
        List<LimitStore.Looked> before = charges.stream().map(this::looked).toList();
        List<Charge> later = charges.stream().map(one -> LimitCase.version(one, 7)).toList();
        assertThat(tryTake(later, 1)).isEqualTo(new Taken.Outdated(i, 1, before.get(i).reading()));
        assertThat(charges.stream().map(this::looked).toList()).isEqualTo(before);
      }
    }
  }

  @Test
  default void aCallThatBringsTheAdoptionOfExactlyThatStateIsDecided() {
    for (Charge charge : inOnePlace(COUNTING)) {
      take(charge, 2);
      Reading before = looked(charge).reading();
      Charge later = LimitCase.version(charge, 2);
      assertThat(take(later.adopting(new Charge.Adoption(1, before, before)), 1)).isTrue();
      assertThat(looked(later).version()).isEqualTo(2);
      assertThat(available(later)).as("%s", charge.key()).isEqualTo(CAPACITY - 3);
    }
  }

  @Test
  default void whatAnAdoptionMakesOfTheStateIsGoneOnWith() {
    Limit wider = Limit.fixedWindow(100, PER);
    Charge charge = charge(Limit.fixedWindow(CAPACITY, PER), "ada");
    take(charge, 2);
    Reading before = looked(charge).reading();
    Reading after = new Reading(before.now(), before.a(), 90, 0, 0);
    Charge later = new Charge(charge.key(), wider, 2, new Charge.Adoption(1, before, after));
    assertThat(take(later, 11)).as("refused, so not adopted").isFalse();
    assertThat(looked(charge)).isEqualTo(new LimitStore.Looked(1, before));
    assertThat(take(later, 10)).isTrue();
    assertThat(available(later)).isZero();
  }

  @Test
  default void anAdoptionOfAnotherStateIsOutdated() {
    for (Charge charge : inOnePlace(COUNTING)) {
      take(charge, 1);
      Reading seen = looked(charge).reading();
      take(charge, 1);
      Reading found = looked(charge).reading();
      Charge later = LimitCase.version(charge, 3);
      Taken outdated = new Taken.Outdated(0, 1, found);
      assertThat(tryTake(List.of(later.adopting(new Charge.Adoption(1, seen, seen))), 1))
          .isEqualTo(outdated);
      assertThat(tryTake(List.of(later.adopting(new Charge.Adoption(2, found, found))), 1))
          .as("of another version")
          .isEqualTo(outdated);
    }
  }
}
