package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.credential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionEvent.Created;
import dev.mainstay.sessions.SessionEvent.Ended;
import dev.mainstay.sessions.SessionEvent.Expired;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionEventStore.Due;
import dev.mainstay.spi.SessionEventStore.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the contract says of the events of sessions: which there are, and when. */
public interface EventSentences extends SessionCase {
  /** {@link #POLICY} with events. */
  SessionPolicy TELLING = POLICY.events(true);

  /** For so long a worker of these tests has what it takes. */
  Duration PAUSE = Duration.ofSeconds(5);

  @Test
  default void createdIsDueAtOnce() {
    Credential ada = telling("ada");
    assertThat(events(ada)).containsExactly(new Created("web", id(ada), "ada", at(0), false));
    Credential nobody = telling(null);
    assertThat(events(nobody)).containsExactly(new Created("web", id(nobody), null, at(0), false));
  }

  @Test
  default void withoutEventsInItsPolicyNothingIsTold() {
    Credential ada = started("ada");
    held().advance(IDLE + 1);
    assertThat(events(ada)).isEmpty();
    Credential other = started("ada");
    await(store().revoke(new Revocation.User("web", "ada", null)));
    assertThat(events(other)).isEmpty();
  }

  @Test
  default void expiredIsDueWhenTheSessionIsNoLongerLive() {
    Credential ada = telling("ada");
    events(ada);
    held().advance(IDLE);
    assertThat(events(ada)).isEmpty();
    held().advance(1);
    assertThat(events(ada)).containsExactly(expired(ada, Gone.Reason.IDLE, -1));
  }

  @Test
  default void itIsToldWhetherTheIdleTimeOrTheLifetimeEndedIt() {
    Credential ada = credential("web", "ada");
    tryStart(ada, "ada", TELLING.lifetime(TELLING.idle()));
    events(ada);
    held().advance(IDLE + 1);
    assertThat(events(ada)).containsExactly(expired(ada, Gone.Reason.EXPIRED, -1));
  }

  @Test
  default void whyItExpiredIsToldForAMinute() {
    Credential soon = telling("ada");
    events(soon);
    held().advance(IDLE + MINUTE);
    assertThat(events(soon)).containsExactly(expired(soon, Gone.Reason.IDLE, -MINUTE));
    Credential late = telling("bob");
    events(late);
    held().advance(IDLE + MINUTE + 1);
    assertThat(events(late)).containsExactly(expired(late, Gone.Reason.UNKNOWN, -MINUTE - 1));
  }

  @Test
  default void howeverOftenItsEndWasMoved() {
    Credential ada = telling("ada");
    events(ada);
    for (int i = 0; i < 5; i++) {
      held().advance(IDLE - 5);
      assertThat(await(store().touch(ada.key(), Duration.ZERO))).isTrue();
      held().advance(5);
      assertThat(events(ada)).isEmpty();
    }
    held().advance(IDLE - 5);
    assertThat(events(ada)).isEmpty();
    held().advance(1);
    assertThat(events(ada)).containsExactly(expired(ada, Gone.Reason.IDLE, -1));
  }

  @Test
  default void endedIsDueAtOnceWhoeverRevokes() {
    Credential one = telling("ada");
    Credential two = telling("ada");
    Credential three = telling("ada");
    Credential nobody = telling(null);
    events(one);
    events(nobody);
    held().advance(10);
    await(store().revoke(new Revocation.One(one)));
    await(store().revoke(new Revocation.Handle("web", "ada", id(two))));
    await(store().revoke(new Revocation.User("web", "ada", null)));
    claimed(nobody, "c", 5_000);
    await(store().settle(nobody.key(), "c", true));
    assertThat(events(one)).containsExactlyInAnyOrder(ended(one), ended(two), ended(three));
    assertThat(events(nobody)).containsExactly(new Ended("web", id(nobody), null, at(0), false));
    held().advance(IDLE);
    assertThat(events(one)).isEmpty();
    assertThat(events(nobody)).isEmpty();
  }

  @Test
  default void anEvictedSessionEnded() {
    Credential oldest = credential("web", "ada");
    tryStart(oldest, "ada", TELLING.limit(1));
    events(oldest);
    Credential next = credential("web", "ada");
    tryStart(next, "ada", POLICY.limit(1));
    assertThat(events(oldest)).containsExactly(ended(oldest));
  }

  @Test
  default void aRefusedStartTellsNothing() {
    Credential first = credential("web", "ada");
    SessionPolicy one = TELLING.limit(1).whenFull(WhenFull.REJECT);
    tryStart(first, "ada", one);
    events(first);
    Credential second = credential("web", "ada");
    tryStart(second, "ada", one);
    assertThat(events(second)).isEmpty();
  }

  @Test
  default void oneWhoseNamespaceWasRevokedBeforeItsEndEnded() {
    Credential ada = telling("ada");
    events(ada);
    await(store().revoke(new Revocation.Namespace("web")));
    held().advance(IDLE);
    assertThat(events(ada)).isEmpty();
    held().advance(1);
    List<SessionEvent> told = events(ada);
    assertThat(told).singleElement().isInstanceOf(Ended.class);
    assertThat(told.get(0).at()).isAfterOrEqualTo(at(-IDLE - 1));
    held().advance(IDLE);
    assertThat(events(ada)).isEmpty();
  }

  @Test
  default void oneThatExpiredBeforeItsNamespaceWasRevokedExpired() {
    Credential ada = telling("ada");
    events(ada);
    held().advance(IDLE + 1);
    await(store().revoke(new Revocation.Namespace("web")));
    assertThat(events(ada)).containsExactly(expired(ada, Gone.Reason.IDLE, -1));
  }

  @Test
  default void eachSessionHasOneCreatedEventAndOneThatExpiredOrEnded() {
    Credential ada = telling("ada");
    events(ada);
    Credential next = turned(ada, 0);
    await(store().revoke(new Revocation.Namespace("web")));
    claimed(telling("ada"), "c", 1_000);
    held().advance(IDLE + 1);
    assertThat(events(ada)).hasSize(3);
    await(store().revoke(new Revocation.One(next)));
    held().advance(LIFETIME);
    assertThat(events(ada)).isEmpty();
  }

  @Test
  default void anEventStaysUntilItIsFinishedForSevenDays() {
    Credential ada = telling("ada");
    held().advance(Duration.ofDays(7).toMillis());
    assertThat(take(ada, "w", 100).events())
        .extracting(due -> due.event().getClass().getSimpleName())
        .containsExactly("Created", "Expired");
  }

  @Test
  default void theNextStartDropsWhatIsOlder() {
    Credential old = telling("ada");
    held().advance(IDLE + 2 + Duration.ofDays(7).toMillis());
    Credential next = telling("ada");
    assertThat(events(old)).extracting(SessionEvent::id).containsExactly(id(next));
  }

  /** What is due beside a session, all of it finished. */
  default List<SessionEvent> events(Credential beside) {
    held().advance(0);
    Taken.Batch batch = take(beside, "w", 256);
    int partition = beside.key().partition();
    assertThat(await(eventStore().finish("web", partition, batch.events(), List.of())))
        .isEqualTo(batch.events().size());
    return batch.events().stream().map(Due::event).toList();
  }

  /** What a worker takes beside a session. */
  default Taken.Batch take(Credential beside, String worker, int most) {
    return (Taken.Batch) tryTake(beside, worker, most);
  }

  /** What becomes of a take beside a session. */
  default Taken tryTake(Credential beside, String worker, int most) {
    return await(eventStore().take("web", beside.key().partition(), worker, PAUSE, most));
  }

  /** The store of events. */
  default SessionEventStore eventStore() {
    return held().engine().sessionEvents();
  }

  /** A session that tells events. */
  default Credential telling(@Nullable String user) {
    Credential credential = credential("web", user);
    await(
        store()
            .start(
                new NewSession(
                    credential, new SessionStart(user, null, Attributes.none()), TELLING, null)));
    return credential;
  }

  /** The handle of a session. */
  static String id(Credential credential) {
    return credential.key().id();
  }

  /** So many milliseconds after now. */
  default Instant at(long later) {
    return Instant.ofEpochMilli(held().now() + later);
  }

  /** That a session of ada's ended now. */
  default Ended ended(Credential credential) {
    return new Ended("web", id(credential), "ada", at(0), false);
  }

  /** That a session expired. */
  default Expired expired(Credential credential, Gone.Reason reason, long later) {
    String user = reason == Gone.Reason.UNKNOWN ? "bob" : "ada";
    return new Expired("web", id(credential), user, at(later), false, reason);
  }
}
