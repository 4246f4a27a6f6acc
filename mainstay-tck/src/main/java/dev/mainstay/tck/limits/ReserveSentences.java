package dev.mainstay.tck.limits;

import static dev.mainstay.tck.limits.LimitCase.each;
import static dev.mainstay.tck.limits.LimitCase.isAdmitted;
import static dev.mainstay.tck.limits.LimitCase.name;
import static dev.mainstay.tck.limits.LimitCase.placesOf;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.Settled;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code reserve} and {@code settle}. */
public interface ReserveSentences extends LimitCase {
  /** For so long permits are reserved. */
  Duration RESERVED = Duration.ofSeconds(20);

  /** Given back when it lapses. */
  Hold FREED = new Hold(name(1), RESERVED, false);

  /** Charged when it lapses. */
  Hold CHARGED = new Hold(name(2), RESERVED, true);

  @Test
  default void reservesPermitsIfTheyFitEveryLimit() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      assertThat(reserve(charges, 4, FREED)).isTrue();
      assertLeft(charges, CAPACITY - 4, 4);
    }
  }

  @Test
  default void elseAReservationChangesNothing() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      for (Charge full : charges) {
        resetAll(charges);
        take(full, CAPACITY);
        List<LimitStore.Looked> before = charges.stream().map(this::looked).toList();
        assertThat(reserve(charges, 1, FREED)).as("%s is full", full.key()).isFalse();
        assertThat(charges.stream().map(this::looked).toList()).isEqualTo(before);
      }
    }
  }

  @Test
  default void reservationsAreDecidedInOneAtomicStep() {
    for (Charge charge : LimitCase.inOnePlace(COUNTING)) {
      List<Charge> one = List.of(charge);
      List<CompletionStage<Taken>> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        LimitStore store = i % 2 == 0 ? limits() : held().another().limits();
        asked.add(store.reserve(one, each(one, 1), new Hold(name(i), RESERVED, false)));
      }
      long admitted = asked.stream().filter(stage -> isAdmitted(await(stage))).count();
      assertThat(admitted).as("%s", charge.key()).isEqualTo(CAPACITY);
      assertLeft(one, 0, CAPACITY);
    }
  }

  @Test
  default void whatIsReservedIsHeldInWhateverWindow() {
    Hold hold = new Hold(name(3), PER.multipliedBy(5), false);
    for (List<Charge> charges : placesOf(COUNTING)) {
      assertThat(reserve(charges, 4, hold)).isTrue();
      for (int window = 0; window < 4; window++) {
        held().advance(PER_MILLIS);
        assertLeft(charges, CAPACITY - 4, 4);
        charges.forEach(charge -> assertThat(take(charge, 2)).isFalse());
      }
    }
  }

  @Test
  default void whatLapsesIsGivenBack() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      reserve(charges, 4, FREED);
      held().advance(RESERVED.toMillis() - 1);
      assertLeft(charges, CAPACITY - 4, 4);
      held().advance(1);
      assertLeft(charges, CAPACITY, 0);
      assertThat(take(charges, CAPACITY)).isTrue();
    }
  }

  @Test
  default void whatIsToBeChargedWhenItLapsesIsChargedThen() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      toWindow();
      reserve(charges, 4, CHARGED);
      held().advance(RESERVED.toMillis());
      assertLeft(charges, CAPACITY - 4, 0);
      charges.forEach(charge -> assertThat(take(charge, 2)).isFalse());
    }
  }

  @Test
  default void aReservationOfANameThatIsKnownIsRepeated() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      reserve(charges, 2, FREED);
      assertThat(tryReserve(charges, 2, FREED)).isEqualTo(new Taken.Repeated());
      assertLeft(charges, CAPACITY - 2, 2);
      settle(charges, FREED, 1, true);
      assertThat(tryReserve(charges, 2, FREED)).as("settled").isEqualTo(new Taken.Repeated());
      assertLeft(charges, CAPACITY - 1, 0);
      held().advance(RESERVED.toMillis());
      assertThat(reserve(charges, 2, FREED)).as("lapsed").isTrue();
    }
  }

  @Test
  default void chargesPermitsWhetherTheyFitOrNot() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      reserve(charges, 2, FREED);
      take(charges, 3);
      assertThat(settle(charges, FREED, 4, true)).isEqualTo(Settled.DONE);
      assertLeft(charges, -2, 0);
    }
  }

  @Test
  default void withLastWhatWasReservedAboveIsFree() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      reserve(charges, 4, FREED);
      assertThat(settle(charges, FREED, 1, true)).isEqualTo(Settled.DONE);
      assertLeft(charges, CAPACITY - 1, 0);
      held().advance(1);
      resetAll(charges);
      reserve(charges, 4, CHARGED);
      assertThat(settle(charges, CHARGED, 0, true)).as("none").isEqualTo(Settled.DONE);
      assertLeft(charges, CAPACITY, 0);
    }
  }

  @Test
  default void settlingItAgainUntilItWouldHaveLapsedDoesNothing() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      toWindow();
      reserve(charges, 4, CHARGED);
      settle(charges, CHARGED, CAPACITY, true);
      assertThat(settle(charges, CHARGED, 1, true)).isEqualTo(Settled.BEFORE);
      assertLeft(charges, 0, 0);
      held().advance(RESERVED.toMillis() - 1);
      List<LimitStore.Looked> before = charges.stream().map(this::looked).toList();
      assertThat(settle(charges, CHARGED, 1, true)).isEqualTo(Settled.BEFORE);
      assertThat(charges.stream().map(this::looked).toList()).isEqualTo(before);
      held().advance(1);
      assertThat(settle(charges, CHARGED, 1, true)).isEqualTo(Settled.LAPSED);
    }
  }

  @Test
  default void withoutLastTheRestStaysReserved() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      reserve(charges, 4, FREED);
      assertThat(settle(charges, FREED, 1, false)).isEqualTo(Settled.DONE);
      assertLeft(charges, CAPACITY - 4, 3);
      assertThat(settle(charges, FREED, 1, false)).isEqualTo(Settled.DONE);
      assertLeft(charges, CAPACITY - 4, 2);
      assertThat(settle(charges, FREED, 0, true)).isEqualTo(Settled.DONE);
      assertLeft(charges, CAPACITY - 2, 0);
    }
  }

  @Test
  default void settlingWhatLapsedOrNeverWasChargesNothing() {
    for (List<Charge> charges : placesOf(COUNTING)) {
      assertThat(settle(charges, FREED, 1, true)).as("never").isEqualTo(Settled.LAPSED);
      assertLeft(charges, CAPACITY, 0);
      reserve(charges, 1, FREED);
      held().advance(RESERVED.toMillis());
      assertThat(settle(charges, FREED, 1, true)).as("lapsed").isEqualTo(Settled.LAPSED);
      assertLeft(charges, CAPACITY, 0);
    }
  }

  private Taken tryReserve(List<Charge> charges, long cost, Hold hold) {
    return await(limits().reserve(charges, each(charges, cost), hold));
  }

  private boolean reserve(List<Charge> charges, long cost, Hold hold) {
    return isAdmitted(tryReserve(charges, cost, hold));
  }

  private Settled settle(List<Charge> charges, Hold hold, long permits, boolean last) {
    Taken taken = await(limits().settle(charges, hold.name(), permits, last));
    assertThat(taken).isInstanceOf(Taken.Ended.class);
    return ((Taken.Ended) taken).settled();
  }
}
