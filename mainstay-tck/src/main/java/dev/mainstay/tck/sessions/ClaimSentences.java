package dev.mainstay.tck.sessions;

import static dev.mainstay.sessions.Change.change;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.credential;
import static dev.mainstay.tck.sessions.SessionCase.other;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionStore.Claim;
import dev.mainstay.spi.SessionStore.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code claim} and {@code settle}. */
public interface ClaimSentences extends SessionCase {
  /** For so long the claims of these tests hold. */
  long HOLD = 5_000;

  @Test
  default void holdsTheLiveSession() {
    Credential ada = started("ada");
    assertThat(claim(ada, "c")).isEqualTo(new Claim.Held(live(ada)));
  }

  @Test
  default void holdsByTheCurrentHashOnly() {
    Credential old = started("ada");
    Credential next = turned(old, 10_000);
    assertThat(claim(old, "c")).isEqualTo(new Claim.Lost());
    assertThat(claim(other(next), "c")).isEqualTo(new Claim.Ended(Gone.UNKNOWN));
    claimed(next, "c", HOLD);
  }

  @Test
  default void exactlyOneLoginGoesOnFromIt() {
    Credential ada = started("ada");
    List<CompletionStage<Claim>> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var engine = i % 2 == 0 ? held().engine() : held().another();
      stages.add(engine.sessions().claim(ada, "c" + i, Duration.ofMillis(HOLD)));
    }
    assertThat(stages.stream().filter(stage -> await(stage) instanceof Claim.Held)).hasSize(1);
  }

  @Test
  default void whileItIsHeldItIsFoundAndNeitherChangedTurnedNorClaimed() {
    Credential ada = started("ada");
    claimed(ada, "c", HOLD);
    held().advance(HOLD);
    assertThat(found(ada).isLive()).isTrue();
    assertThat(await(store().update(ada, change().increment("n", 1)))).isEqualTo(REVOKED);
    assertThat(await(store().turn(ada, other(ada).hash(), Duration.ZERO)))
        .isEqualTo(new Turn.Lost());
    assertThat(claim(ada, "d")).isEqualTo(new Claim.Lost());
    assertThat(attribute(ada, "n")).isNull();
  }

  @Test
  default void aClaimThatIsNotSettledWithinHoldIsForgotten() {
    Credential ada = started("ada");
    claimed(ada, "c", HOLD);
    held().advance(HOLD + 1);
    assertThat(settle(ada, "c", true)).isFalse();
    assertThat(await(store().update(ada, change().increment("n", 1))))
        .isInstanceOf(Updated.Done.class);
    claimed(ada, "d", HOLD);
    assertThat(settle(ada, "c", true)).isFalse();
    assertThat(found(ada).isLive()).isTrue();
  }

  @Test
  default void whereThereIsNoSuchSessionTheClaimTellsWhy() {
    Credential ada = started("ada");
    held().advance(IDLE + 1);
    assertThat(claim(ada, "c")).isEqualTo(new Claim.Ended(new Gone(Gone.Reason.IDLE)));
  }

  @Test
  default void settledWithEndTheSessionEndsAsRevoked() {
    Credential ada = started("ada");
    claimed(ada, "c", HOLD);
    held().advance(HOLD);
    assertThat(settle(ada, "c", true)).isTrue();
    assertThat(found(ada)).isEqualTo(REVOKED);
    assertThat(await(store().list("web", "ada", Duration.ZERO))).isEmpty();
  }

  @Test
  default void settledElseItGoesOnAsBefore() {
    Credential ada = started("ada");
    claimed(ada, "c", HOLD);
    assertThat(settle(ada, "c", false)).isTrue();
    assertThat(await(store().update(ada, change().increment("n", 1))))
        .isInstanceOf(Updated.Done.class);
    claimed(ada, "d", HOLD);
  }

  @Test
  default void settleIsFalseWhereTheSessionIsGoneOrNotHeldByThisClaimant() {
    Credential ada = started("ada");
    assertThat(settle(credential("web", "ada"), "c", true)).isFalse();
    assertThat(settle(ada, "c", true)).isFalse();
    claimed(ada, "c", HOLD);
    assertThat(settle(ada, "d", true)).isFalse();
    assertThat(found(ada).isLive()).isTrue();
    assertThat(settle(ada, "c", false)).isTrue();
    assertThat(settle(ada, "c", true)).isFalse();
    claimed(ada, "e", HOLD);
    await(store().revoke(new Revocation.One(ada)));
    assertThat(settle(ada, "e", true)).isFalse();
  }

  private Claim claim(Credential credential, String name) {
    return await(store().claim(credential, name, Duration.ofMillis(HOLD)));
  }

  private boolean settle(Credential credential, String name, boolean end) {
    return await(store().settle(credential.key(), name, end));
  }
}
