package dev.mainstay.tck.limits;

import static dev.mainstay.tck.limits.LimitCase.charge;
import static dev.mainstay.tck.limits.LimitCase.name;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code hold}. */
public interface HoldSentences extends LimitCase {
  @Test
  default void whatIsTakenIsHeldUntilItsLeaseLapses() {
    Charge charge = charge(HELD, "ada");
    take(charge, CAPACITY);
    held().advance(PER_MILLIS - 1);
    assertThat(take(charge, 1)).isFalse();
    held().advance(1);
    assertThat(available(charge)).isEqualTo(CAPACITY);
  }

  @Test
  default void holdsWhatWasTakenForAnotherWhile() {
    Charge charge = charge(HELD, "ada");
    take(charge, 3);
    held().advance(PER_MILLIS - 1);
    assertThat(hold(charge, LEASE, PER.multipliedBy(2))).isTrue();
    held().advance(2 * PER_MILLIS - 1);
    assertThat(available(charge)).isEqualTo(CAPACITY - 3);
    held().advance(1);
    assertThat(available(charge)).isEqualTo(CAPACITY);
  }

  @Test
  default void zeroGivesBackWhatWasTaken() {
    Charge charge = charge(HELD, "ada");
    take(charge, 3);
    assertThat(hold(charge, LEASE, Duration.ZERO)).isTrue();
    assertThat(available(charge)).isEqualTo(CAPACITY);
  }

  @Test
  default void holdIsFalseWhereItWasGivenBackAndNothingChanged() {
    Charge charge = charge(HELD, "ada");
    take(charge, 3);
    hold(charge, LEASE, Duration.ZERO);
    assertUnknown(charge, LEASE);
  }

  @Test
  default void holdIsFalseWhereItHadLapsedAndNothingChanged() {
    Charge charge = charge(HELD, "ada");
    take(charge, 3);
    held().advance(PER_MILLIS);
    assertUnknown(charge, LEASE);
    assertUnknown(charge, name(9));
  }

  private void assertUnknown(Charge charge, String lease) {
    LimitStore.Looked before = looked(charge);
    assertThat(hold(charge, lease, PER)).isFalse();
    assertThat(hold(charge, lease, Duration.ZERO)).isFalse();
    assertThat(looked(charge)).isEqualTo(before);
  }

  private boolean hold(Charge charge, String lease, Duration length) {
    return await(limits().hold(charge.key(), lease, length));
  }
}
