package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionEventStore.Due;
import dev.mainstay.spi.SessionEventStore.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code take}, {@code finish}, {@code enlist} and {@code leave}. */
public interface TakeSentences extends EventSentences {
  @Test
  default void handsOutTheEarliestFirstUpToMost() {
    Credential one = telling("ada");
    held().advance(1);
    Credential two = telling("ada");
    held().advance(1);
    Credential three = telling("ada");
    Taken.Batch first = take(one, "w", 2);
    assertThat(first.more()).isTrue();
    assertThat(ids(first)).containsExactly(EventSentences.id(one), EventSentences.id(two));
    Taken.Batch rest = take(one, "w", 2);
    assertThat(rest.more()).isFalse();
    assertThat(ids(rest)).containsExactly(EventSentences.id(three));
  }

  @Test
  default void sessionsThatTurnOutToLiveCountToo() {
    Credential ada = telling("ada");
    Credential eve = telling("ada");
    events(ada);
    held().advance(IDLE / 2);
    await(store().touch(ada.key(), Duration.ZERO));
    await(store().touch(eve.key(), Duration.ZERO));
    held().advance(IDLE / 2 + 1);
    assertThat(take(ada, "w", 1)).isEqualTo(new Taken.Batch(List.of(), true));
    assertThat(take(ada, "w", 1)).isEqualTo(new Taken.Batch(List.of(), false));
  }

  @Test
  default void whileAWorkerHoldsThePartitionNoOtherIsHandedAnything() {
    Credential ada = telling("ada");
    take(ada, "w", 1);
    telling("ada");
    held().advance(PAUSE.toMillis());
    assertThat(tryTake(ada, "v", 1)).isEqualTo(new Taken.Held());
    assertThat(take(ada, "w", 1).events()).isNotEmpty();
    held().advance(PAUSE.toMillis());
    assertThat(tryTake(ada, "v", 1)).isEqualTo(new Taken.Held());
    held().advance(1);
    assertThat(take(ada, "v", 1).events()).isNotEmpty();
    assertThat(tryTake(ada, "w", 1)).isEqualTo(new Taken.Held());
  }

  @Test
  default void whereNothingIsDueNothingIsHeld() {
    Credential ada = telling("ada");
    events(ada);
    held().advance(PAUSE.toMillis() + 1);
    assertThat(take(ada, "w", 1)).isEqualTo(new Taken.Batch(List.of(), false));
    telling("ada");
    assertThat(take(ada, "v", 1).events()).hasSize(1);
  }

  @Test
  default void whatIsHandedOutIsDueAgainAndFlagged() {
    Credential ada = telling("ada");
    Due first = take(ada, "w", 9).events().get(0);
    assertThat(first.delivery()).isEqualTo(1);
    held().advance(PAUSE.toMillis() - 1);
    assertThat(take(ada, "w", 9).events()).isEmpty();
    held().advance(1);
    Due second = take(ada, "w", 9).events().get(0);
    assertThat(second)
        .isEqualTo(
            new Due(
                new SessionEvent.Created(
                    "web", first.event().id(), "ada", first.event().at(), true),
                2));
  }

  @Test
  default void thePauseDoublesUpToItsBound() {
    Credential ada = telling("ada");
    long pause = PAUSE.toMillis();
    assertThat(take(ada, "w", 1).events()).hasSize(1);
    // Sixteen times, as often as a worker asks at all; the session's own end comes in between.
    for (int delivery = 2; delivery <= 16; delivery++) {
      held().advance(pause - 1);
      assertThat(created(take(ada, "w", 9))).as("pause before %s", delivery).isEmpty();
      held().advance(1);
      assertThat(created(take(ada, "w", 9))).extracting(Due::delivery).containsExactly(delivery);
      pause = Math.min(2 * pause, SessionEventStore.LONGEST_PAUSE.toMillis());
    }
  }

  private static List<Due> created(Taken.Batch batch) {
    return batch.events().stream()
        .filter(due -> due.event() instanceof SessionEvent.Created)
        .toList();
  }

  @Test
  default void finishTakesOffWhatWasHandled() {
    Credential ada = telling("ada");
    List<Due> events = take(ada, "w", 9).events();
    assertThat(finish(ada, events, List.of())).isEqualTo(1);
    assertThat(finish(ada, events, List.of())).isZero();
    held().advance(PAUSE.toMillis() + 1);
    assertThat(take(ada, "w", 9).events()).isEmpty();
  }

  @Test
  default void whatWasNotBegunIsDueAtOnceAsIfItHadNotBeenHandedOut() {
    Credential ada = telling("ada");
    List<Due> events = take(ada, "w", 9).events();
    assertThat(finish(ada, List.of(), events)).isZero();
    assertThat(take(ada, "w", 9).events()).isEqualTo(events);
    held().advance(PAUSE.toMillis());
    List<Due> again = take(ada, "w", 9).events();
    finish(ada, List.of(), again);
    assertThat(take(ada, "w", 9).events()).isEqualTo(again);
  }

  @Test
  default void whatWasHandedOutAgainMeanwhileStays() {
    Credential ada = telling("ada");
    List<Due> events = take(ada, "w", 9).events();
    held().advance(PAUSE.toMillis() + 1);
    List<Due> again = take(ada, "v", 9).events();
    assertThat(finish(ada, events, List.of())).isZero();
    finish(ada, List.of(), events);
    assertThat(take(ada, "v", 9).events()).isEmpty();
    assertThat(finish(ada, again, List.of())).isEqualTo(1);
  }

  @Test
  default void anyEngineTakesWhatAnotherToldOf() {
    Credential ada = telling("ada");
    await(held().another().sessions().revoke(new Revocation.One(ada)));
    Taken taken =
        await(held().another().sessionEvents().take("web", ada.key().partition(), "w", PAUSE, 9));
    assertThat(((Taken.Batch) taken).events()).hasSize(2);
    assertThat(tryTake(ada, "v", 9)).isEqualTo(new Taken.Batch(List.of(), false));
  }

  @Test
  default void anotherNamespaceHasEventsOfItsOwn() {
    Credential ada = telling("ada");
    int partition = ada.key().partition();
    assertThat(await(eventStore().take("shop", partition, "w", PAUSE, 9)))
        .isEqualTo(new Taken.Batch(List.of(), false));
  }

  @Test
  default void aWorkerIsThereUntilHoldFromWhenItEnlisted() {
    assertThat(enlist("web", "b")).containsExactly("b");
    assertThat(enlist("web", "a")).containsExactly("a", "b");
    assertThat(enlist("shop", "c")).containsExactly("c");
    held().advance(PAUSE.toMillis());
    assertThat(enlist("web", "a")).containsExactly("a", "b");
    held().advance(1);
    assertThat(enlist("web", "a")).containsExactly("a");
  }

  @Test
  default void aWorkerThatLeavesIsThereNoMore() {
    enlist("web", "a");
    enlist("web", "b");
    assertThat(await(eventStore().leave("web", "a"))).containsExactly("b");
    assertThat(await(eventStore().leave("web", "b"))).isEmpty();
    assertThat(await(eventStore().leave("web", "b"))).isEmpty();
  }

  private List<String> enlist(String namespace, String worker) {
    return await(eventStore().enlist(namespace, worker, PAUSE));
  }

  private int finish(Credential beside, List<Due> handled, List<Due> notBegun) {
    int partition = beside.key().partition();
    return await(eventStore().finish("web", partition, handled, notBegun));
  }

  private static List<String> ids(Taken.Batch batch) {
    List<String> ids = new ArrayList<>();
    batch.events().forEach(due -> ids.add(due.event().id()));
    return ids;
  }
}
