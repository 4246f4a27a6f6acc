package dev.mainstay.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.near.Near;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
  private static final SessionPolicy POLICY = SessionPolicy.DEFAULT;

  @Test
  void theDefaultIsWhatIsWritten() {
    assertThat(POLICY)
        .isEqualTo(
            new SessionPolicy(
                "default",
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                Duration.ofSeconds(10),
                10,
                WhenFull.EVICT_OLDEST,
                Fence.IN_SYNC,
                false,
                Optional.empty()));
  }

  @Test
  void eachMethodChangesOneValueOfACopy() {
    SessionPolicy changed =
        SessionPolicy.idle(Duration.ofMinutes(5))
            .named("web")
            .lifetime(Duration.ofHours(1))
            .grace(Duration.ZERO)
            .limit(3)
            .whenFull(WhenFull.REJECT)
            .fence(Fence.OFF)
            .events(true)
            .near(7);
    assertThat(changed)
        .isEqualTo(
            new SessionPolicy(
                "web",
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ZERO,
                3,
                WhenFull.REJECT,
                Fence.OFF,
                true,
                Optional.of(new Near(7, Duration.ofSeconds(1)))));
    assertThat(POLICY.limit()).isEqualTo(10);
  }

  @Test
  void aLongIdleTimeTakesTheLifetimeWithIt() {
    assertThat(SessionPolicy.idle(Duration.ofDays(30)).lifetime()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void theBoundsThemselvesAreAllowed() {
    SessionPolicy.idle(Duration.ofMillis(100)).lifetime(Duration.ofMillis(100));
    SessionPolicy.idle(SessionPolicy.LONGEST).lifetime(SessionPolicy.LONGEST);
    POLICY.grace(Duration.ofMinutes(5)).limit(1).limit(1000).named("a").named("Z.9_-".repeat(12));
  }

  @Test
  void whatIsOutsideIsRefusedWithItsField() {
    assertRefused("policy.idle", () -> SessionPolicy.idle(Duration.ofMillis(99)));
    assertRefused("policy.idle", () -> SessionPolicy.idle(Duration.ofDays(367)));
    assertRefused("policy.lifetime", () -> POLICY.lifetime(Duration.ofMinutes(29)));
    assertRefused("policy.lifetime", () -> POLICY.lifetime(Duration.ofDays(367)));
    assertRefused("policy.grace", () -> POLICY.grace(Duration.ofMillis(-1)));
    assertRefused("policy.grace", () -> POLICY.grace(Duration.ofMillis(300_001)));
    assertRefused("policy.limit", () -> POLICY.limit(0));
    assertRefused("policy.limit", () -> POLICY.limit(1001));
    assertRefused("policy.name", () -> POLICY.named(""));
    assertRefused("policy.name", () -> POLICY.named("a b"));
    assertRefused("policy.name", () -> POLICY.named("a\n"));
    assertRefused("policy.name", () -> POLICY.named("x".repeat(65)));
  }

  private static void assertRefused(String field, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            InvalidValueException.class, wrong -> assertThat(wrong.field()).isEqualTo(field));
  }
}
