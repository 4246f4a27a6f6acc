package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.other;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.spi.Credential;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code find}. */
public interface FindSentences extends SessionCase {
  @Test
  default void findsTheLiveSessionThatTheCredentialProvesOnAnyEngine() {
    Credential ada = started("ada", Map.of("a", "[1,\"\u00e9\"]"));
    Session session = live(ada);
    assertThat(session.id()).isEqualTo(ada.key().id());
    assertThat(session.attributes().json("a")).contains("[1,\"\u00e9\"]");
    assertThat(SessionCase.await(held().another().sessions().find(ada)).live()).contains(session);
  }

  @Test
  default void findsNothingByAWrongSecret() {
    assertThat(found(other(started("ada")))).isEqualTo(Gone.UNKNOWN);
  }

  @Test
  default void findWritesNothing() {
    Credential ada = started("ada");
    Session before = live(ada);
    for (int i = 0; i < 10; i++) {
      held().advance(IDLE / 10);
      assertThat(live(ada)).isEqualTo(before);
    }
    held().advance(1);
    assertThat(found(ada)).isEqualTo(new Gone(Gone.Reason.IDLE));
  }
}
