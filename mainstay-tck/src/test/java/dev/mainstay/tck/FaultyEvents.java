package dev.mainstay.tck;

import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.spi.SessionEventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The events of the engine in memory with one fault. */
final class FaultyEvents implements SessionEventStore {
  private final SessionEventStore right;
  private final Fault fault;
  private int taken;

  FaultyEvents(SessionEventStore right, Fault fault) {
    this.right = right;
    this.fault = fault;
  }

  @Override
  public CompletionStage<Taken> take(
      String namespace, int partition, String worker, Duration hold, int most) {
    String who = fault == Fault.HANDS_OUT_WHAT_ANOTHER_HOLDS ? "everybody" : worker;
    Duration pause = fault == Fault.PAUSES_A_MILLISECOND_LESS ? hold.minusMillis(1) : hold;
    return right
        .take(namespace, partition, who, pause, most)
        .thenApply(
            answer ->
                answer instanceof Taken.Batch batch
                    ? new Taken.Batch(told(namespace, partition, batch.events()), batch.more())
                    : answer);
  }

  private List<Due> told(String namespace, int partition, List<Due> events) {
    taken += events.size();
    if (fault == Fault.LOSES_AN_EVENT && taken > 50 && !events.isEmpty()) {
      right.finish(namespace, partition, events.subList(0, 1), List.of());
      taken = 0;
    }
    List<Due> told = new ArrayList<>(events);
    told.replaceAll(this::told);
    return List.copyOf(told);
  }

  private Due told(Due due) {
    if (fault == Fault.FLAGS_NOTHING && due.event() instanceof SessionEvent.Created it) {
      return new Due(
          new SessionEvent.Created(it.namespace(), it.id(), it.user(), it.at(), false),
          due.delivery());
    }
    if (fault == Fault.TELLS_AN_END_AS_AN_EXPIRY && due.event() instanceof SessionEvent.Ended it) {
      return new Due(
          new SessionEvent.Expired(
              it.namespace(), it.id(), it.user(), it.at(), it.redelivered(), Gone.Reason.UNKNOWN),
          due.delivery());
    }
    return due;
  }

  @Override
  public CompletionStage<Integer> finish(
      String namespace, int partition, List<Due> handled, List<Due> notBegun) {
    if (fault == Fault.FORGETS_WHAT_WAS_NOT_BEGUN) {
      return right.finish(namespace, partition, handled, List.of());
    }
    if (fault == Fault.FINISHES_WHAT_ANOTHER_HAS) {
      List<Due> any = new ArrayList<>(handled);
      handled.forEach(due -> any.add(again(due)));
      return right.finish(namespace, partition, any, notBegun);
    }
    return right.finish(namespace, partition, handled, notBegun);
  }

  /** The same event as whoever takes it next has it. */
  private static Due again(Due due) {
    SessionEvent event = due.event();
    if (event instanceof SessionEvent.Created it) {
      event = new SessionEvent.Created(it.namespace(), it.id(), it.user(), it.at(), true);
    } else if (event instanceof SessionEvent.Ended it) {
      event = new SessionEvent.Ended(it.namespace(), it.id(), it.user(), it.at(), true);
    } else if (event instanceof SessionEvent.Expired it) {
      event =
          new SessionEvent.Expired(it.namespace(), it.id(), it.user(), it.at(), true, it.reason());
    }
    return new Due(event, due.delivery() + 1);
  }

  @Override
  public CompletionStage<List<String>> enlist(String namespace, String worker, Duration hold) {
    return right.enlist(namespace, worker, hold);
  }

  @Override
  public CompletionStage<List<String>> leave(String namespace, String worker) {
    return fault == Fault.LISTS_WHO_LEFT
        ? CompletableFuture.completedFuture(List.of())
        : right.leave(namespace, worker);
  }
}
