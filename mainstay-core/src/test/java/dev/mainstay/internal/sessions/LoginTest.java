package dev.mainstay.internal.sessions;

import static dev.mainstay.sessions.Attributes.attributes;
import static dev.mainstay.sessions.Change.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Full;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Updated;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.spi.Partition;
import dev.mainstay.testing.Steps;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTest {
  private static final Rotation ADA = Rotation.login("ada");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Steps steps = new Steps(MemoryEngine.on(clock));
  private final Mainstay mainstay = Mainstay.on(steps);
  private final Sessions sessions =
      mainstay.sessions("web", SessionPolicy.DEFAULT.limit(1).whenFull(WhenFull.REJECT));

  @AfterEach
  void close() {
    mainstay.close();
  }

  @Test
  void carriesAnAnonymousSessionIntoItsUsersInThreeSteps() {
    String old = anonymous();
    steps.asked().clear();
    Rotated rotated = sessions.rotate(old, ADA);
    assertThat(steps.asked()).containsExactly("claim", "start", "settle");

    assertThat(rotated).isInstanceOf(Rotated.Renewed.class);
    Rotated.Renewed renewed = (Rotated.Renewed) rotated;
    Session session = renewed.session();
    assertThat(session.user()).isEqualTo("ada");
    assertThat(session.device()).isEqualTo("phone");
    assertThat(session.attributes().get("cart", Integer.class)).isEqualTo(3);
    assertThat(Token.parse("web", renewed.token()))
        .isNotNull()
        .extracting(credential -> credential.key().partition())
        .isEqualTo(Partition.of("web", "ada"));
    assertThat(sessions.find(renewed.token()).isLive()).isTrue();
    assertThat(sessions.find(old)).isEqualTo(new Gone(Gone.Reason.REVOKED));
    assertThat(renewed.token().substring(7, 23)).isNotEqualTo(old.substring(7, 23));
  }

  @Test
  void doesNotCountTheSessionThatItReplaces() {
    String old = sessions.start("ada", Attributes.none()).token();
    assertThat(sessions.rotate(old, ADA)).isInstanceOf(Rotated.Renewed.class);
    assertThat(sessions.list("ada")).hasSize(1);
  }

  @Test
  void aRefusedLoginLetsTheClaimGo() {
    sessions.start("ada", Attributes.none());
    String old = anonymous();
    assertThat(sessions.rotate(old, ADA)).isEqualTo(new Full(1));
    assertThat(sessions.update(old, change().set("cart", 4))).isInstanceOf(Updated.Done.class);
    assertThat(sessions.rotate(old, Rotation.login("bob"))).isInstanceOf(Rotated.Renewed.class);
  }

  @Test
  void whoClaimsSecondLoses() {
    String old = anonymous();
    Rotated[] second = new Rotated[1];
    steps.before(
        "settle",
        () -> {
          steps.before("settle", () -> {});
          second[0] = sessions.rotate(old, Rotation.login("bob"));
        });
    assertThat(sessions.rotate(old, ADA)).isInstanceOf(Rotated.Renewed.class);
    assertThat(second[0]).isEqualTo(new Rotated.Lost());
    assertThat(sessions.list("bob")).isEmpty();
  }

  @Test
  void whoseOldSessionEndedMeanwhileLosesTheNewOne() {
    String old = anonymous();
    steps.before("settle", () -> sessions.revoke(old));
    assertThat(sessions.rotate(old, ADA)).isEqualTo(new Rotated.Lost());
    assertThat(sessions.list("ada")).isEmpty();
  }

  @Test
  void aClaimThatIsHeldTooLongGoesToTheNext() {
    String old = anonymous();
    Rotated[] second = new Rotated[1];
    steps.before(
        "settle",
        () -> {
          steps.before("settle", () -> {});
          clock.advance(Duration.ofMillis(5_001));
          second[0] = sessions.rotate(old, Rotation.login("bob"));
        });
    assertThat(sessions.rotate(old, ADA)).isEqualTo(new Rotated.Lost());
    assertThat(second[0]).isInstanceOf(Rotated.Renewed.class);
    assertThat(sessions.list("ada")).isEmpty();
    assertThat(sessions.list("bob")).hasSize(1);
  }

  @Test
  void aClaimThatWasForgottenDoesNotEndASessionThatWentOn() {
    String old = anonymous();
    steps.before(
        "settle",
        () -> {
          clock.advance(Duration.ofMillis(5_001));
          assertThat(sessions.update(old, change().set("cart", 4)).done()).isPresent();
        });
    assertThat(sessions.rotate(old, ADA)).isEqualTo(new Rotated.Lost());
    assertThat(sessions.find(old).isLive()).isTrue();
    assertThat(sessions.list("ada")).isEmpty();
  }

  @Test
  void whatIsNotThereStaysSo() {
    String old = anonymous();
    sessions.revoke(old);
    steps.asked().clear();
    assertThat(sessions.rotate(old, ADA)).isEqualTo(new Gone(Gone.Reason.REVOKED));
    assertThat(sessions.rotate("ms1.forged", ADA)).isEqualTo(Gone.UNKNOWN);
    assertThat(steps.asked()).containsExactly("claim");
  }

  @Test
  void anOldTokenInItsGraceDoesNotLogIn() {
    String old = anonymous();
    assertThat(sessions.rotate(old, Rotation.periodic())).isInstanceOf(Rotated.Renewed.class);
    assertThat(sessions.find(old).isLive()).isTrue();
    assertThat(sessions.rotate(old, ADA)).isEqualTo(new Rotated.Lost());
  }

  @Test
  void aFailedClaimStartsNothing() {
    String old = anonymous();
    steps.asked().clear();
    steps.fail("claim");
    assertFails(old, "claim");
    assertThat(steps.asked()).containsExactly("claim");
  }

  @Test
  void aFailedStartLetsTheClaimGo() {
    String old = anonymous();
    steps.fail("start");
    assertFails(old, "start");
    assertThat(sessions.update(old, change().set("cart", 4)).done()).isPresent();
  }

  @Test
  void aFailedEndUndoesTheNewSession() {
    String old = anonymous();
    steps.fail("settle");
    assertFails(old, "settle");
    assertThat(sessions.list("ada")).isEmpty();
  }

  @Test
  void theFirstFailureIsTheOneThatIsTold() {
    String old = anonymous();
    steps.fail("start").fail("settle").fail("revoke");
    assertFails(old, "start");
  }

  @Test
  void anUndoingThatFailsIsNotToldToALoser() {
    String old = anonymous();
    steps.before(
        "settle",
        () -> {
          sessions.revoke(old);
          steps.fail("revoke");
        });
    assertThat(sessions.rotate(old, ADA)).isEqualTo(new Rotated.Lost());
  }

  private String anonymous() {
    return sessions
        .start(SessionStart.anonymous().device("phone").attributes(attributes("cart", 3)))
        .token();
  }

  private void assertFails(String token, String step) {
    assertThatThrownBy(() -> sessions.rotate(token, ADA))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(step);
  }
}
