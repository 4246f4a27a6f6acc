package dev.mainstay.internal.sessions;

import dev.mainstay.sessions.Subscription;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionEventStore.Due;
import dev.mainstay.spi.SessionEventStore.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process's part in telling what became of the sessions of a namespace.
 *
 * <p>About once a second it looks at each partition that is its own by the {@link Rota}: it takes
 * what is due, tells it to the listener, and finishes it. What it takes and does not finish,
 * because it died, was cut off or the listener threw, is due again in the store after a while, for
 * whoever looks then. So no event is lost, and no two processes have to know of each other.
 *
 * <p>The same few threads look, enlist and tell. A process whose listeners block all of them
 * neither asks for more nor enlists: after a hold the others have its partitions.
 */
final class EventWorker implements Subscription {
  private static final int THREADS = 4;
  private static final int LAST_ANSWERS_SECONDS = 1;

  private final String namespace;
  private final SessionEventStore store;
  private final Telling telling;
  private final EventTiming timing;
  private final String name = Token.claim();
  private final Rota rota = new Rota(name);
  private final ScheduledThreadPoolExecutor threads;

  /** This worker and each question that is not answered yet. */
  private final Phaser open = new Phaser(1);

  private volatile boolean closed;

  /** One of its threads: who closes the worker from one must not wait for it. */
  private static final class Worker extends Thread {
    final EventWorker owner;

    Worker(EventWorker owner, Runnable task) {
      super(task, "mainstay-events");
      this.owner = owner;
      setDaemon(true);
    }
  }

  /** A partition as this worker sees it; looked at and told of by one thread at a time. */
  private static final class Lane {
    final int partition;
    final Pace pace = new Pace();
    volatile @Nullable Future<?> next;

    Lane(int partition) {
      this.partition = partition;
    }
  }

  private final List<Lane> lanes = new ArrayList<>(Partition.COUNT);
  private volatile @Nullable Future<?> enlisting;

  EventWorker(String namespace, SessionEventStore store, Telling telling, EventTiming timing) {
    this.namespace = namespace;
    this.store = store;
    this.telling = telling;
    this.timing = timing;
    this.threads = new ScheduledThreadPoolExecutor(THREADS, task -> new Worker(this, task));
    threads.setRemoveOnCancelPolicy(true);
    for (int partition = 0; partition < Partition.COUNT; partition++) {
      lanes.add(new Lane(partition));
    }
  }

  /** Begins to look. */
  void start() {
    enlisting = after(0, this::enlist);
    lanes.forEach(lane -> lane.next = after(timing.firstPollNanos(), () -> look(lane)));
  }

  /** How many partitions are its own, as far as it knows. */
  int share() {
    return rota.share();
  }

  private void enlist() {
    if (closed) {
      return;
    }
    ask(
        () -> store.enlist(namespace, name, timing.hold()),
        workers -> {
          if (workers != null) {
            rota.there(workers);
          }
          enlisting = after(timing.enlistNanos(), this::enlist);
        });
  }

  private void look(Lane lane) {
    if (closed || !rota.isMine(lane.partition)) {
      lookAgain(lane);
      return;
    }
    long since = System.nanoTime();
    int most = lane.pace.most();
    ask(
        () -> store.take(namespace, lane.partition, name, timing.hold(), most),
        taken -> {
          if (taken instanceof Taken.Batch batch) {
            taken(lane, batch, since);
          } else {
            lookAgain(lane);
          }
        });
  }

  private void lookAgain(Lane lane) {
    lane.next = after(timing.nextPollNanos(), () -> look(lane));
  }

  /** On the thread that hears the store; the listener is for another. */
  private void taken(Lane lane, Taken.Batch batch, long since) {
    lane.pace.left(batch.more());
    if (batch.events().isEmpty()) {
      lookAgain(lane);
      return;
    }
    try {
      threads.execute(() -> tell(lane, batch.events(), since));
    } catch (RejectedExecutionException closedMeanwhile) {
      finish(lane, List.of(), batch.events());
    }
  }

  private void tell(Lane lane, List<Due> events, long since) {
    List<Due> handled = new ArrayList<>(events.size());
    List<Due> notBegun = new ArrayList<>();
    for (Due due : events) {
      if (closed || System.nanoTime() - since > timing.patienceNanos()) {
        notBegun.add(due);
      } else if (telling.tell(due)) {
        handled.add(due);
      }
    }
    finish(lane, handled, notBegun);
  }

  private void finish(Lane lane, List<Due> handled, List<Due> notBegun) {
    ask(
        () -> store.finish(namespace, lane.partition, handled, notBegun),
        finished -> lookAgain(lane));
  }

  /**
   * Asks the store and goes on with its answer, or with null where it failed; one that throws
   * instead of answering has failed too.
   */
  private <T> void ask(Supplier<CompletionStage<T>> question, Consumer<@Nullable T> goOn) {
    open.register();
    CompletionStage<T> answer;
    try {
      answer = question.get();
    } catch (RuntimeException thrown) {
      answer = CompletableFuture.failedStage(thrown);
    }
    var unused =
        answer.handle(
            (value, failed) -> {
              try {
                goOn.accept(value);
              } finally {
                open.arriveAndDeregister();
              }
              return failed == null;
            });
  }

  private @Nullable Future<?> after(long nanos, Runnable task) {
    if (closed) {
      return null;
    }
    try {
      return threads.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closedMeanwhile) {
      return null;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    cancel(enlisting);
    lanes.forEach(lane -> cancel(lane.next));
    threads.shutdown();
    if (Thread.currentThread() instanceof Worker worker && worker.owner == this) {
      leave();
      return;
    }
    try {
      boolean idle = threads.awaitTermination(timing.hold().toNanos(), TimeUnit.NANOSECONDS);
      leave();
      if (idle) {
        open.awaitAdvanceInterruptibly(open.arrive(), LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException notAnswered) {
      // What it has in hand is due again in the store, as if it had died.
    }
  }

  private void leave() {
    ask(() -> store.leave(namespace, name), workers -> {});
  }

  private static void cancel(@Nullable Future<?> task) {
    if (task != null) {
      task.cancel(false);
    }
  }
}
