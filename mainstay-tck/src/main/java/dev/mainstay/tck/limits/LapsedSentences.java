package dev.mainstay.tck.limits;

import static dev.mainstay.tck.limits.LimitCase.charge;
import static dev.mainstay.tck.limits.LimitCase.inOnePlace;
import static dev.mainstay.tck.limits.LimitCase.isAdmitted;
import static dev.mainstay.tck.limits.LimitCase.name;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Settled;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Charge.Adoption;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.Lapsed;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.Reading;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of reservations that lapse, and of those whose rule changes. */
public interface LapsedSentences extends LimitCase {
  /** Charged when it lapses, after a third of the time that every rule counts. */
  Hold LAPSES = new Hold(name(4), Duration.ofSeconds(20), true);

  private void lapse(Charge charge) {
    toWindow();
    assertThat(reserved(charge, 4)).isTrue();
    held().advance(LAPSES.length().toMillis());
  }

  private boolean reserved(Charge charge, long cost) {
    return isAdmitted(await(limits().reserve(List.of(charge), new long[] {cost}, LAPSES)));
  }

  private Taken settle(Charge charge, long permits) {
    return await(limits().settle(List.of(charge), LAPSES.name(), permits, true));
  }

  @Test
  default void whatLapsedIsForgottenAsIfItHadBeenTakenThen() {
    for (Charge charge : inOnePlace(COUNTING)) {
      lapse(charge);
      assertThat(available(charge)).as("%s", charge.key()).isEqualTo(CAPACITY - 4);
      held().advance(PER_MILLIS);
      boolean isBlended = charge.limit().algorithm() == Algorithm.SLIDING_COUNTER;
      assertThat(take(charge, isBlended ? 2 : CAPACITY)).as("%s", charge.key()).isTrue();
      assertThat(available(charge)).as("%s", charge.key()).isZero();
    }
  }

  @Test
  default void aLogRemembersWhatLapsedByWhenItDid() {
    Charge log = charge(Limit.slidingLog(CAPACITY, PER), "ada");
    lapse(log);
    held().advance(PER_MILLIS / 2);
    assertThat(take(log, 1)).isTrue();
    held().advance(PER_MILLIS / 2 - 1);
    assertThat(available(log)).isZero();
    held().advance(1);
    assertThat(available(log)).isEqualTo(CAPACITY - 1);
  }

  @Test
  default void whatLapsedIsToldBesideWhatIsCounted() {
    for (Charge charge : inOnePlace(COUNTING)) {
      lapse(charge);
      List<Lapsed> lapsed = List.of(new Lapsed(4, held().now() * 1_000));
      held().advance(1);
      Charge later = LimitCase.version(charge, 2);
      Reading found = looked(charge).reading();
      assertThat(found.lapsed()).isEqualTo(lapsed);
      assertThat(tryTake(List.of(later), 1)).isEqualTo(new Taken.Outdated(0, 1, found));
      assertThat(tryTake(List.of(charge), 1)).isInstanceOf(Taken.Decided.class);
      assertThat(looked(charge).reading().lapsed()).as("charged").isEmpty();
    }
  }

  @Test
  default void whatLapsedIsChargedByAnAdoptionOnce() {
    for (Charge charge : inOnePlace(COUNTING)) {
      lapse(charge);
      Reading found = looked(charge).reading();
      Reading after = Gauge.of(charge.limit(), found).reading();
      Charge later = LimitCase.version(charge, 2).adopting(new Adoption(1, found, after));
      assertThat(take(later, 2)).as("%s", charge.key()).isFalse();
      assertThat(take(later, 1)).as("%s", charge.key()).isTrue();
      assertThat(available(later)).as("%s", charge.key()).isZero();
    }
  }

  @Test
  default void anAdoptionThatKeepsAllLeavesItToBeCharged() {
    Charge log = charge(Limit.slidingLog(CAPACITY, PER), "ada");
    lapse(log);
    held().advance(PER_MILLIS / 2);
    Reading found = looked(log).reading();
    Charge later = LimitCase.version(log, 2).adopting(new Adoption(1, found, found, true));
    assertThat(take(later, 1)).isTrue();
    held().advance(PER_MILLIS / 2);
    assertThat(available(later)).as("by when it lapsed").isEqualTo(CAPACITY - 1);
  }

  @Test
  default void settlingByAnEarlierRuleThanWhatIsCountedIsSuperseded() {
    for (Charge charge : inOnePlace(COUNTING)) {
      Charge later = LimitCase.version(charge, 2);
      reserved(later, 2);
      LimitStore.Looked before = looked(charge);
      assertThat(settle(charge, 1)).isEqualTo(new Taken.Superseded(0));
      assertThat(looked(charge)).isEqualTo(before);
      assertThat(settle(later, 1)).isEqualTo(new Taken.Ended(Settled.DONE));
    }
  }

  @Test
  default void settlingByALaterRuleIsOutdatedAndAdopts() {
    for (Charge charge : inOnePlace(COUNTING)) {
      take(charge, 1);
      reserved(charge, 2);
      Charge later = LimitCase.version(charge, 2);
      Reading found = looked(charge).reading();
      assertThat(settle(later, 1)).isEqualTo(new Taken.Outdated(0, 1, found));
      assertThat(looked(charge)).isEqualTo(new LimitStore.Looked(1, found));
      Charge adopting = later.adopting(new Adoption(1, found, found));
      assertThat(settle(adopting, 1)).isEqualTo(new Taken.Ended(Settled.DONE));
      assertThat(looked(later).version()).isEqualTo(2);
      assertThat(available(later)).as("%s", charge.key()).isEqualTo(CAPACITY - 2);
    }
  }

  @Test
  default void aReservationIsRepeatedByWhateverRule() {
    for (Charge charge : inOnePlace(COUNTING)) {
      reserved(charge, 2);
      Charge later = LimitCase.version(charge, 2);
      Taken again = await(limits().reserve(List.of(later), new long[] {2}, LAPSES));
      assertThat(again).isEqualTo(new Taken.Repeated());
      assertThat(settle(later, 0)).isInstanceOf(Taken.Outdated.class);
    }
  }

  @Test
  default void whatIsAllowedIsNotCounted() {
    for (Charge charge : inOnePlace(COUNTING)) {
      Charge listed = new Charge(charge.key(), charge.limit().mode(Mode.ALLOW), 1, null);
      Charge other = charge(charge.limit(), "beside");
      assertThat(take(List.of(listed, other), 2)).isTrue();
      assertThat(available(listed)).as("%s", charge.key()).isEqualTo(CAPACITY);
      assertThat(available(other)).as("%s", charge.key()).isEqualTo(CAPACITY - 2);
    }
  }
}
