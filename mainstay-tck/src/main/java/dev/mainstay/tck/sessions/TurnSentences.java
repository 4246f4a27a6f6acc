package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.other;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Gone;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionStore.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code turn}. */
public interface TurnSentences extends SessionCase {
  @Test
  default void makesNextTheHashOfTheSession() {
    Credential old = started("ada");
    Credential next = other(old);
    Turn turn = await(store().turn(old, next.hash(), Duration.ZERO));
    assertThat(turn).isEqualTo(new Turn.Turned(live(next)));
    assertThat(found(old)).isEqualTo(Gone.UNKNOWN);
  }

  @Test
  default void turnNotesItsUse() {
    Credential old = started("ada");
    held().advance(IDLE);
    Credential next = turned(old, 0);
    assertThat(live(next).lastSeenAt().toEpochMilli()).isEqualTo(held().now());
    held().advance(IDLE);
    assertThat(found(next).isLive()).isTrue();
    held().advance(1);
    assertThat(found(next)).isEqualTo(new Gone(Gone.Reason.IDLE));
  }

  @Test
  default void anyHashBeforeTheOldOneDoesNotProveTheSession() {
    Credential first = started("ada");
    Credential second = turned(first, 10_000);
    Credential third = turned(second, 10_000);
    assertThat(found(first)).isEqualTo(Gone.UNKNOWN);
    assertThat(found(second).isLive()).isTrue();
    turned(third, 0);
    assertThat(found(second)).isEqualTo(Gone.UNKNOWN);
    assertThat(found(third)).isEqualTo(Gone.UNKNOWN);
  }

  @Test
  default void withAGraceHashTheAnswerIsLost() {
    Credential old = started("ada");
    Credential next = turned(old, 10_000);
    held().advance(10_000);
    assertThat(turn(old)).isEqualTo(new Turn.Lost());
    assertThat(found(next).isLive()).as("nothing was written").isTrue();
    held().advance(1);
    assertThat(turn(old)).isEqualTo(new Turn.Ended(Gone.UNKNOWN));
  }

  @Test
  default void whileAClaimLastsTheAnswerIsLost() {
    Credential ada = started("ada");
    claimed(ada, "c", 5_000);
    held().advance(5_000);
    assertThat(turn(ada)).isEqualTo(new Turn.Lost());
    assertThat(found(ada).isLive()).as("nothing was written").isTrue();
    held().advance(1);
    assertThat(turn(ada)).isInstanceOf(Turn.Turned.class);
  }

  @Test
  default void whereThereIsNoSuchSessionTheTurnTellsWhy() {
    Credential ada = started("ada");
    await(store().revoke(new Revocation.One(ada)));
    assertThat(turn(ada)).isEqualTo(new Turn.Ended(REVOKED));
    assertThat(turn(other(ada))).isEqualTo(new Turn.Ended(Gone.UNKNOWN));
  }

  @Test
  default void ofFiftyTurnsAtOnceOneWins() {
    Credential ada = started("ada");
    List<Credential> next = new ArrayList<>();
    List<CompletionStage<Turn>> stages = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      var engine = i % 2 == 0 ? held().engine() : held().another();
      next.add(other(ada));
      stages.add(engine.sessions().turn(ada, next.get(i).hash(), Duration.ofSeconds(10)));
    }
    int winners = 0;
    for (int i = 0; i < 50; i++) {
      boolean won = await(stages.get(i)) instanceof Turn.Turned;
      winners += won ? 1 : 0;
      assertThat(found(next.get(i)).isLive()).isEqualTo(won);
    }
    assertThat(winners).isEqualTo(1);
  }

  private Turn turn(Credential credential) {
    return await(store().turn(credential, other(credential).hash(), Duration.ZERO));
  }
}
