package dev.mainstay.tck.twin;

import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.spi.SessionEventStore.Due;
import dev.mainstay.spi.SessionEventStore.Taken;
import dev.mainstay.spi.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a walk that concern events: a few workers take, handle or give back, and now and
 * then one forgets what it has in hand, as if it had died.
 */
final class EventSteps {
  private static final List<String> WORKERS = List.of("a", "b", "c");
  private static final int[] MOST = {1, 2, 5, 256};
  private static final long[] HOLDS = {150, 700, 5_000};
  private static final int IN_HAND = 12;

  private final SessionTwin twin;
  private final Chance chance;
  private final Tally tally;
  private final List<Hand> hands = new ArrayList<>();
  private long boundary;

  /** A batch in a worker's hands. */
  private record Hand(String namespace, int partition, List<Due> events) {}

  EventSteps(SessionTwin twin, Chance chance, Tally tally) {
    this.twin = twin;
    this.chance = chance;
    this.tally = tally;
  }

  /** When the last hold ends, and with it the pause of what was taken. */
  long boundary() {
    return boundary;
  }

  /** One step near a session. */
  void step(SessionKey near) {
    int die = chance.below(20);
    if (die < 10 || (die < 18 && hands.isEmpty())) {
      take(near);
    } else if (die < 18) {
      finish();
    } else if (die == 18) {
      Duration hold = hold();
      twin.askEngine(
          "enlist", engine -> engine.sessionEvents().enlist(near.namespace(), worker(hold), hold));
    } else {
      String worker = chance.of(WORKERS);
      twin.askEngine("leave", engine -> engine.sessionEvents().leave(near.namespace(), worker));
    }
  }

  /** The same for both engines. */
  private static String worker(Duration hold) {
    return WORKERS.get((int) (hold.toMillis() % WORKERS.size()));
  }

  private Duration hold() {
    return Duration.ofMillis(HOLDS[chance.below(HOLDS.length)]);
  }

  private void take(SessionKey near) {
    String worker = chance.of(WORKERS);
    Duration hold = hold();
    int most = MOST[chance.below(MOST.length)];
    Taken taken =
        twin.askEngine(
            "take",
            engine ->
                engine
                    .sessionEvents()
                    .take(near.namespace(), near.partition(), worker, hold, most));
    if (taken instanceof Taken.Batch batch && !batch.events().isEmpty()) {
      batch.events().forEach(this::count);
      hands.add(new Hand(near.namespace(), near.partition(), batch.events()));
      boundary = twin.now() + hold.toMillis();
      if (hands.size() > IN_HAND) {
        hands.remove(0);
      }
    }
  }

  private void count(Due due) {
    String kind = due.event().getClass().getSimpleName();
    String reason =
        due.event() instanceof SessionEvent.Expired expired ? " " + expired.reason() : "";
    tally.count("told", kind + reason + (due.event().redelivered() ? " again" : ""));
  }

  /** Of the events in hand some are handled, some are given back, some are forgotten. */
  private void finish() {
    Hand hand = hands.remove(chance.below(hands.size()));
    List<Due> handled = new ArrayList<>();
    List<Due> notBegun = new ArrayList<>();
    for (Due due : hand.events()) {
      int die = chance.below(6);
      if (die > 1) {
        (die > 3 ? handled : notBegun).add(due);
      }
    }
    twin.askEngine(
        "finish",
        engine ->
            engine.sessionEvents().finish(hand.namespace(), hand.partition(), handled, notBegun));
  }
}
