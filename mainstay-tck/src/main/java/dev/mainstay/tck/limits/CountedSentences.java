package dev.mainstay.tck.limits;

import static dev.mainstay.tck.limits.LimitCase.charge;
import static dev.mainstay.tck.limits.LimitCase.inOnePlace;
import static dev.mainstay.tck.limits.LimitCase.version;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.Limit;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.Reading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of what is counted, of {@code look}, {@code reset} and {@code keys}. */
public interface CountedSentences extends LimitCase {
  @Test
  default void timeIsTheStoresInMicroseconds() {
    for (Charge charge : inOnePlace(RULES)) {
      assertThat(looked(charge).reading().now()).isEqualTo(held().now() * 1_000);
    }
  }

  @Test
  default void whatALimitCountsIsOfTheVersionItWasLastChargedBy() {
    for (Charge charge : inOnePlace(COUNTING)) {
      take(version(charge, 3), 1);
      assertThat(looked(charge).version()).as("looked by 1").isEqualTo(3);
      assertThat(looked(version(charge, 4)).version()).as("looked by 4").isEqualTo(3);
    }
  }

  @Test
  default void whatWasCountedIsForgottenWhenAllPermitsAreAvailableAgain() {
    for (Charge charge : inOnePlace(COUNTING)) {
      toWindow();
      take(version(charge, 2), CAPACITY);
      held().advance(2 * PER_MILLIS + 1);
      assertThat(looked(charge)).isEqualTo(nothing());
      assertThat(take(charge, CAPACITY)).as("by an earlier version").isTrue();
    }
  }

  @Test
  default void nothingCountedIsOfVersionZero() {
    for (Charge charge : inOnePlace(RULES)) {
      assertThat(looked(charge)).isEqualTo(nothing());
    }
  }

  private LimitStore.Looked nothing() {
    return new LimitStore.Looked(0, Reading.none(held().now() * 1_000));
  }

  @Test
  default void lookingChangesNothing() {
    for (Charge charge : inOnePlace(RULES)) {
      take(charge, 2);
      LimitStore.Looked first = looked(charge);
      assertThat(looked(charge)).isEqualTo(first);
      assertThat(looked(version(charge, 9)).reading()).isEqualTo(first.reading());
      assertThat(take(charge, CAPACITY - 2)).isTrue();
    }
  }

  @Test
  default void resetForgetsWhatALimitHasCounted() {
    for (Charge charge : inOnePlace(RULES)) {
      Charge other = charge(charge.limit(), "bob");
      take(charge, CAPACITY);
      take(other, CAPACITY);
      assertThat(await(limits().reset(charge.key(), charge.limit()))).isTrue();
      assertThat(looked(charge)).isEqualTo(nothing());
      assertThat(available(other)).isZero();
    }
  }

  @Test
  default void resetIsFalseWhereNothingWasCounted() {
    for (Charge charge : inOnePlace(RULES)) {
      assertThat(await(limits().reset(charge.key(), charge.limit()))).isFalse();
      take(charge, 1);
      await(limits().reset(charge.key(), charge.limit()));
      assertThat(await(limits().reset(charge.key(), charge.limit()))).as("again").isFalse();
    }
  }

  @Test
  default void keysAreThoseOfALimitThatBeginLikeThis() {
    for (Limit limit : RULES) {
      String name = limit.algorithm().spelled();
      List<LimitKey> expected = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        expected.add(new LimitKey("web", name, "us:é*" + i, i % 2 == 0 ? null : "org " + i));
      }
      expected.forEach(key -> take(new Charge(key, limit, 1, null), 1));
      take(charge(limit, "us"), 1);
      take(new Charge(new LimitKey("shop", name, "us:é*", null), limit, 1, null), 1);
      take(new Charge(new LimitKey("web", name + "2", "us:é*", null), limit, 1, null), 1);
      assertThat(keys(name, "us:", 1_000)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(keys(name, "us:", 7)).hasSize(7).isSubsetOf(expected).doesNotHaveDuplicates();
      assertThat(keys(name, "", 1_000)).hasSize(21);
      assertThat(keys(name, "none", 1_000)).isEmpty();
    }
  }

  @Test
  default void keysAreThoseOfWhichSomethingIsCounted() {
    for (Charge charge : inOnePlace(RULES)) {
      String name = charge.key().limit();
      take(charge, 1);
      held().advance(2 * PER_MILLIS + 1);
      assertThat(keys(name, "", 10)).as("forgotten").isEmpty();
      take(charge, 1);
      assertThat(keys(name, "", 10)).containsExactly(charge.key());
      await(limits().reset(charge.key(), charge.limit()));
      assertThat(keys(name, "", 10)).as("reset").isEmpty();
    }
  }

  private List<LimitKey> keys(String limit, String prefix, int most) {
    return await(limits().keys("web", limit, prefix, most));
  }

  @Test
  default void oneKeyAndOneScopeAreOnePlace() {
    List<LimitKey> ofOneKey = inOnePlace(RULES).stream().map(Charge::key).toList();
    assertThat(limits().isOnePlace(ofOneKey)).isTrue();
    LimitKey user = new LimitKey("web", "user", "ada", "org");
    LimitKey team = new LimitKey("web", "team", "blue", "org");
    assertThat(limits().isOnePlace(List.of(user, team))).isTrue();
  }
}
