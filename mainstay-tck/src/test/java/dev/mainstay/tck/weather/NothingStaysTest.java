package dev.mainstay.tck.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** However sessions end, a minute later the store is as if they had never been. */
@EnabledIfSystemProperty(
    named = "mainstay.weather",
    matches = "long",
    disabledReason = "waits for more than a minute; -Dmainstay.weather=long runs it")
class NothingStaysTest {
  private static final Change INCREMENT = Change.change().increment("n", 1);
  private static final int EACH = 50;

  @Test
  void aMinuteAfterTheLastSessionTheStoreIsEmpty() {
    try (FaultStore store = FaultStore.start();
        Mainstay mainstay = Mainstay.on(store.connect())) {
      SessionPolicy policy = SessionPolicy.idle(Duration.ofSeconds(2)).limit(EACH / 2);
      Sessions sessions = mainstay.sessions("web", policy);
      long before = store.admin().dbsize();
      for (int i = 0; i < EACH; i++) {
        String user = "user " + i % 5;
        sessions.start(SessionStart.of(user)); // Ends by being idle, or evicted.
        sessions.start(SessionStart.anonymous());
        String token = sessions.start(SessionStart.of(user)).token();
        sessions.update(token, INCREMENT);
        sessions.rotate(token, Rotation.login("somebody else"));
        sessions.revoke(sessions.start(SessionStart.of(user)).token());
      }
      sessions.revokeAll("user 1");
      assertThat(store.admin().dbsize()).isGreaterThan(before + EACH);
      assertThat(Inventory.lasting(store.admin()))
          .allMatch(key -> store.admin().pttl(key) <= Duration.ofSeconds(63).toMillis());
      await()
          .pollInterval(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(70))
          .until(() -> store.admin().dbsize() == before);
    }
  }
}
