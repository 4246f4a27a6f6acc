package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.credential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.spi.Credential;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code touch}. */
public interface TouchSentences extends SessionCase {
  @Test
  default void itsLastSeenInstantMovesThereAndItsEndWithIt() {
    Credential ada = started("ada");
    long created = held().now();
    held().advance(IDLE / 2);
    assertThat(touch(ada, 1_000)).isTrue();
    Session session = live(ada);
    assertThat(session.lastSeenAt().toEpochMilli()).isEqualTo(created + IDLE / 2 - 1_000);
    SessionInfo info = await(store().list("web", "ada", Duration.ZERO)).get(0);
    assertThat(info.lastSeenAt()).isEqualTo(session.lastSeenAt());
    assertThat(info.idleExpiresAt()).isEqualTo(session.idleExpiresAt());
    held().advance(IDLE - 1_000);
    assertThat(found(ada).isLive()).isTrue();
    held().advance(1);
    assertThat(found(ada).isLive()).isFalse();
  }

  @Test
  default void worksInItsLastMillisecond() {
    Credential ada = started("ada");
    held().advance(IDLE);
    assertThat(touch(ada, 0)).isTrue();
    held().advance(IDLE);
    assertThat(found(ada).isLive()).isTrue();
  }

  @Test
  default void doesNothingWhereTheSessionIsNotThere() {
    assertThat(touch(credential("web", "ada"), 0)).isFalse();
    Credential ended = started("ada");
    held().advance(IDLE + 1);
    assertThat(touch(ended, 0)).isFalse();
    assertThat(touch(ended, IDLE)).isFalse();
    assertThat(found(ended).isLive()).isFalse();
  }

  @Test
  default void doesNothingWhereLessThanATenthWouldBeGained() {
    Credential ada = started("ada");
    Session before = live(ada);
    held().advance(IDLE / 10 - 1);
    assertThat(touch(ada, 0)).isFalse();
    held().advance(1);
    assertThat(touch(ada, 1)).isFalse();
    assertThat(live(ada)).isEqualTo(before);
    assertThat(touch(ada, 0)).isTrue();
  }

  @Test
  default void anOlderUseMovesNothingBack() {
    Credential ada = started("ada");
    held().advance(IDLE / 2);
    touch(ada, 0);
    Session before = live(ada);
    held().advance(IDLE / 4);
    assertThat(touch(ada, IDLE / 2)).isFalse();
    assertThat(live(ada)).isEqualTo(before);
  }

  @Test
  default void aHeldSessionIsTouchedToo() {
    Credential ada = started("ada");
    claimed(ada, "c", 5_000);
    held().advance(IDLE);
    assertThat(touch(ada, 0)).isTrue();
  }

  private boolean touch(Credential credential, long agoMillis) {
    return await(store().touch(credential.key(), Duration.ofMillis(agoMillis)));
  }
}
