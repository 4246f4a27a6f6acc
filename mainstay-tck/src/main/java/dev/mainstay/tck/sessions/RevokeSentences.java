package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.other;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Revocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code revoke}. */
public interface RevokeSentences extends SessionCase {
  @Test
  default void endsTheSessionThatACredentialProves() {
    Credential ada = started("ada");
    assertThat(revoke(new Revocation.One(other(ada)))).isZero();
    assertThat(found(ada).isLive()).isTrue();
    assertThat(revoke(new Revocation.One(ada))).isEqualTo(1);
    assertThat(found(ada)).isEqualTo(REVOKED);
    assertThat(revoke(new Revocation.One(ada))).isZero();
  }

  @Test
  default void endsTheSessionThatAHashWithinItsGraceProves() {
    Credential old = started("ada");
    Credential next = turned(old, 10_000);
    assertThat(revoke(new Revocation.One(old))).isEqualTo(1);
    assertThat(found(next)).isEqualTo(REVOKED);
  }

  @Test
  default void endsASessionOfNobody() {
    Credential nobody = started((String) null);
    assertThat(revoke(new Revocation.One(nobody))).isEqualTo(1);
    assertThat(found(nobody)).isEqualTo(REVOKED);
  }

  @Test
  default void endsASessionThatIsHeld() {
    Credential ada = started("ada");
    claimed(ada, "c", 5_000);
    assertThat(revoke(new Revocation.One(ada))).isEqualTo(1);
    assertThat(found(ada)).isEqualTo(REVOKED);
  }

  @Test
  default void endsOneSessionOfAUserByItsHandle() {
    Credential one = started("ada");
    Credential two = started("ada");
    Credential bobs = started("bob");
    assertThat(revoke(new Revocation.Handle("web", "ada", bobs.key().id()))).isZero();
    assertThat(revoke(new Revocation.Handle("shop", "ada", one.key().id()))).isZero();
    assertThat(revoke(new Revocation.Handle("web", "ada", one.key().id()))).isEqualTo(1);
    assertThat(revoke(new Revocation.Handle("web", "ada", one.key().id()))).isZero();
    assertThat(found(one)).isEqualTo(REVOKED);
    assertThat(found(two).isLive()).isTrue();
    assertThat(found(bobs).isLive()).isTrue();
  }

  @Test
  default void endsAllSessionsOfAUser() {
    SessionPolicy many = POLICY.limit(1000);
    List<Credential> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(started("web", "ada", many));
    }
    Credential bobs = started("bob");
    assertThat(revoke(new Revocation.User("web", "ada", null))).isEqualTo(100);
    assertThat(all).allMatch(credential -> found(credential).equals(REVOKED));
    assertThat(revoke(new Revocation.User("web", "ada", null))).isZero();
    assertThat(found(bobs).isLive()).isTrue();
  }

  @Test
  default void endsAllSessionsOfAUserButOne() {
    Credential stays = started("ada");
    Credential one = started("ada");
    Credential two = started("ada");
    assertThat(revoke(new Revocation.User("web", "ada", stays.key().id()))).isEqualTo(2);
    assertThat(found(stays).isLive()).isTrue();
    assertThat(found(one)).isEqualTo(REVOKED);
    assertThat(found(two)).isEqualTo(REVOKED);
    assertThat(revoke(new Revocation.User("web", "ada", "nobody's"))).isEqualTo(1);
  }

  @Test
  default void countsLiveSessionsOnly() {
    started("ada");
    held().advance(IDLE + 1);
    started("ada");
    assertThat(revoke(new Revocation.User("web", "ada", null))).isEqualTo(1);
    started("ada");
    revoke(new Revocation.Namespace("web"));
    assertThat(revoke(new Revocation.User("web", "ada", null))).isZero();
  }

  @Test
  default void forANamespaceNoEngineLetsOneOfItsSessionsInAnyMore() {
    Credential web = started("ada");
    Credential nobody = started((String) null);
    Credential shop = started("shop", "ada", POLICY);
    assertThat(await(held().another().sessions().find(web)).isLive()).isTrue();
    assertThat(revoke(new Revocation.Namespace("web"))).isZero();
    for (var engine : List.of(held().engine(), held().another())) {
      assertThat(await(engine.sessions().find(web))).isEqualTo(REVOKED);
      assertThat(await(engine.sessions().find(nobody))).isEqualTo(REVOKED);
      assertThat(await(engine.sessions().find(shop)).isLive()).isTrue();
      assertThat(await(engine.sessions().list("web", "ada", Duration.ZERO))).isEmpty();
    }
    assertThat(found(started("ada")).isLive()).isTrue();
  }

  @Test
  default void aNamespaceIsRevokedAgainInTheSameMillisecond() {
    revoke(new Revocation.Namespace("web"));
    Credential between = started("ada");
    revoke(new Revocation.Namespace("web"));
    assertThat(found(between)).isEqualTo(REVOKED);
    assertThat(found(started("ada")).isLive()).isTrue();
  }

  private int revoke(Revocation revocation) {
    return await(store().revoke(revocation));
  }
}
