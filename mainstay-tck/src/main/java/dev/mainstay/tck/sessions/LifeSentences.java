package dev.mainstay.tck.sessions;

import static dev.mainstay.sessions.Change.change;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.credential;
import static dev.mainstay.tck.sessions.SessionCase.other;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Time, life and proof: what the contract says of all operations. */
public interface LifeSentences extends SessionCase {
  @Test
  default void timeIsTheStoresInMilliseconds() {
    held().advance(1);
    Session session = live(started("ada"));
    assertThat(session.createdAt().toEpochMilli()).isEqualTo(held().now());
    assertThat(session.lastSeenAt()).isEqualTo(session.createdAt());
    assertThat(session.expiresAt().toEpochMilli()).isEqualTo(held().now() + LIFETIME);
  }

  @Test
  default void itsEndIsLastSeenPlusIdle() {
    Credential ada = started("ada");
    held().advance(IDLE);
    assertThat(found(ada).isLive()).as("not past its end").isTrue();
    held().advance(1);
    assertThat(found(ada)).isEqualTo(new Gone(Gone.Reason.IDLE));
  }

  @Test
  default void itsEndIsCreatedPlusLifetimeWhereThatIsEarlier() {
    Credential ada = started("ada");
    for (long passed = 0; passed < LIFETIME; passed += IDLE) {
      held().advance(IDLE);
      await(store().touch(ada.key(), Duration.ZERO));
    }
    assertThat(found(ada).isLive()).as("not past its end").isTrue();
    held().advance(1);
    assertThat(found(ada)).isEqualTo(new Gone(Gone.Reason.EXPIRED));
  }

  @Test
  default void isLiveWhileItWasNotRevoked() {
    Credential ada = started("ada");
    await(store().revoke(new Revocation.One(ada)));
    assertThat(found(ada)).isEqualTo(REVOKED);
  }

  @Test
  default void isLiveIfStartedAfterTheLastRevocationOfItsNamespace() {
    Credential before = started("ada");
    await(store().revoke(new Revocation.Namespace("web")));
    Credential after = started("ada");
    assertThat(found(before)).isEqualTo(REVOKED);
    assertThat(found(after).isLive()).isTrue();
  }

  @Test
  default void neverBecomesLiveAgainAfterItsIdleTime() {
    Credential ada = started("ada");
    held().advance(IDLE + 1);
    assertStaysDead(ada, Gone.Reason.IDLE);
  }

  @Test
  default void neverBecomesLiveAgainAfterItsLifetime() {
    Credential ada = started("web", "ada", POLICY.lifetime(POLICY.idle()));
    held().advance(IDLE + 1);
    assertStaysDead(ada, Gone.Reason.EXPIRED);
  }

  @Test
  default void neverBecomesLiveAgainAfterItsRevocation() {
    Credential ada = started("ada");
    await(store().revoke(new Revocation.User("web", "ada", null)));
    assertStaysDead(ada, Gone.Reason.REVOKED);
  }

  @Test
  default void neverBecomesLiveAgainAfterTheRevocationOfItsNamespace() {
    Credential ada = started("ada");
    await(store().revoke(new Revocation.Namespace("web")));
    await(store().touch(ada.key(), Duration.ZERO));
    Gone gone = REVOKED;
    assertThat(await(store().update(ada, change().increment("n", 1)))).isEqualTo(gone);
    assertThat(await(store().turn(ada, other(ada).hash(), Duration.ZERO)))
        .isEqualTo(new SessionStore.Turn.Ended(gone));
    assertThat(await(store().claim(ada, "c", Duration.ofSeconds(5))))
        .isEqualTo(new SessionStore.Claim.Ended(gone));
    assertThat(found(ada)).isEqualTo(gone);
  }

  private void assertStaysDead(Credential dead, Gone.Reason reason) {
    Gone gone = new Gone(reason);
    assertThat(await(store().touch(dead.key(), Duration.ZERO))).isFalse();
    Updated updated = await(store().update(dead, change().increment("n", 1)));
    assertThat(updated).isEqualTo(gone);
    assertThat(await(store().turn(dead, other(dead).hash(), Duration.ofSeconds(5))))
        .isEqualTo(new SessionStore.Turn.Ended(gone));
    assertThat(await(store().claim(dead, "c", Duration.ofSeconds(5))))
        .isEqualTo(new SessionStore.Claim.Ended(gone));
    assertThat(await(store().settle(dead.key(), "c", false))).isFalse();
    assertThat(await(store().revoke(new Revocation.One(dead)))).isZero();
    assertThat(found(dead)).isEqualTo(gone);
    assertThat(await(store().list("web", "ada", Duration.ZERO))).isEmpty();
  }

  @Test
  default void theHashBeforeProvesTheSessionWhileAGraceLasts() {
    Credential old = started("ada");
    Credential next = turned(old, 10_000);
    held().advance(10_000);
    assertThat(live(old)).isEqualTo(live(next));
    held().advance(1);
    assertThat(found(old)).isEqualTo(Gone.UNKNOWN);
    assertThat(found(next).isLive()).isTrue();
  }

  @Test
  default void tellsWhyForAMinute() {
    Credential idle = started("ada");
    held().advance(IDLE + MINUTE);
    assertThat(found(idle)).isEqualTo(new Gone(Gone.Reason.IDLE));
    held().advance(1);
    assertThat(found(idle)).isEqualTo(Gone.UNKNOWN);
  }

  @Test
  default void tellsForAMinuteThatItWasRevoked() {
    Credential ada = started("ada");
    held().advance(100);
    await(store().revoke(new Revocation.One(ada)));
    held().advance(MINUTE);
    assertThat(found(ada)).isEqualTo(REVOKED);
    held().advance(1);
    assertThat(found(ada)).isEqualTo(Gone.UNKNOWN);
  }

  @Test
  default void tellsWhyToItsLastHashOnly() {
    Credential old = started("ada");
    Credential last = turned(old, 10_000);
    await(store().revoke(new Revocation.One(last)));
    assertThat(found(last)).isEqualTo(REVOKED);
    assertThat(found(old)).isEqualTo(Gone.UNKNOWN);
    assertThat(found(other(last))).isEqualTo(Gone.UNKNOWN);
  }

  @Test
  default void everyOtherQuestionIsAnsweredUnknown() {
    Credential ada = started("ada");
    SessionKey key = ada.key();
    assertThat(found(credential("web", "ada"))).isEqualTo(Gone.UNKNOWN);
    assertThat(found(other(ada))).isEqualTo(Gone.UNKNOWN);
    SessionKey elsewhere = new SessionKey("shop", key.partition(), key.id());
    assertThat(found(new Credential(elsewhere, ada.hash()))).isEqualTo(Gone.UNKNOWN);
    SessionKey apart = new SessionKey("web", (key.partition() + 1) % 256, key.id());
    assertThat(found(new Credential(apart, ada.hash()))).isEqualTo(Gone.UNKNOWN);
    assertThat(await(store().update(other(ada), change().increment("n", 1))))
        .isEqualTo(Gone.UNKNOWN);
    assertThat(await(store().turn(other(ada), ada.hash(), Duration.ZERO)))
        .isEqualTo(new SessionStore.Turn.Ended(Gone.UNKNOWN));
    assertThat(await(store().claim(other(ada), "c", Duration.ofSeconds(5))))
        .isEqualTo(new SessionStore.Claim.Ended(Gone.UNKNOWN));
    assertThat(found(ada).isLive()).isTrue();
  }
}
