package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.credential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Revocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code list}. */
public interface ListSentences extends SessionCase {
  @Test
  default void tellsOfALiveSessionWhatItsFaceTells() {
    Credential ada = credential("web", "ada");
    SessionStart start = new SessionStart("ada", "my \u00e9 phone", Attributes.none());
    await(store().start(new NewSession(ada, start, POLICY, null)));
    held().advance(100);
    Session session = live(ada);
    assertThat(list("ada"))
        .containsExactly(
            new SessionInfo(
                session.id(),
                "my \u00e9 phone",
                "tck",
                session.createdAt(),
                session.lastSeenAt(),
                session.idleExpiresAt(),
                session.expiresAt()));
  }

  @Test
  default void tellsOfLiveSessionsOnly() {
    Credential idle = started("ada");
    held().advance(IDLE);
    assertThat(list("ada")).as("not past its end").hasSize(1);
    Credential revoked = started("ada");
    Credential stays = started("ada");
    started("bob");
    started((String) null);
    started("shop", "ada", POLICY);
    held().advance(1);
    await(store().revoke(new Revocation.One(revoked)));
    assertThat(found(idle).isLive()).isFalse();
    assertThat(list("ada")).extracting(SessionInfo::id).containsExactly(stays.key().id());
  }

  @Test
  default void isSortedByCreationAndThenById() {
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      List<String> atOnce = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        atOnce.add(started("ada").key().id());
      }
      atOnce.sort(null);
      expected.addAll(atOnce);
      held().advance(1);
    }
    assertThat(list("ada")).extracting(SessionInfo::id).isEqualTo(expected);
  }

  @Test
  default void isEmptyWhereThereAreNone() {
    assertThat(list("nobody")).isEmpty();
  }

  @Test
  default void withZeroLacksNothingThatWasAcknowledged() {
    for (int count = 1; count <= 5; count++) {
      started("ada");
      assertThat(list("ada")).hasSize(count);
    }
  }

  @Test
  default void lacksNothingThatWasAcknowledgedStalenessBeforeItCame() {
    List<Long> acknowledged = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      started("ada");
      acknowledged.add(System.nanoTime());
      for (Duration staleness : List.of(Duration.ofMillis(1), Duration.ofSeconds(5))) {
        List<SessionInfo> list = await(store().list("web", "ada", staleness));
        long then = System.nanoTime() - staleness.toNanos();
        assertThat(list.size()).isGreaterThanOrEqualTo((int) before(then, acknowledged));
      }
    }
  }

  private static long before(long instant, List<Long> acknowledged) {
    return acknowledged.stream().filter(it -> it - instant < 0).count();
  }

  private List<SessionInfo> list(String user) {
    return await(store().list("web", user, Duration.ZERO));
  }
}
