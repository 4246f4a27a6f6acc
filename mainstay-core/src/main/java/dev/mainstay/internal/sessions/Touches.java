package dev.mainstay.internal.sessions;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.sessions.Session;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notes the use of sessions, lazily and off the path.
 *
 * <p>A use is worth noting when a tenth of the idle time has passed since the last that the store
 * knows of. It is then kept here, always the latest one, and sent when a quarter has passed: so a
 * busy session costs four writes in an idle time instead of one per request, and what is sent is
 * the instant of the use, not of the sending. A session therefore ends at most a tenth early, never
 * late; only a process that dies with a note unsent makes that a quarter.
 *
 * <p>A touch that the store refuses is dropped and told to the listener: the session lives on until
 * the end that it had.
 */
final class Touches implements AutoCloseable {
  /** Above this many waiting notes a note is sent at once. */
  private static final int WAITING = 10_000;

  /** So many notes at most are sent in one tick. */
  private static final int AT_ONCE = 1_000;

  private static final int LAST_ANSWERS_SECONDS = 1;
  private static final long TICK_MILLIS = 250;

  private final Engine engine;
  private final Listener listener;
  private final ConcurrentHashMap<SessionKey, Note> waiting = new ConcurrentHashMap<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mainstay-touches");
            thread.setDaemon(true);
            return thread;
          });

  /** The thread is started by the first note that waits: who never touches has none. */
  private final AtomicBoolean ticking = new AtomicBoolean();

  private volatile boolean closed;

  /** A use that the store does not know of yet: when it was, and when it is to be sent. */
  private record Note(long usedNanos, long dueMillis) {}

  Touches(Engine engine, Listener listener) {
    this.engine = engine;
    this.listener = listener;
  }

  private void tick() {
    if (ticking.compareAndSet(false, true)) {
      try {
        var unused =
            ticker.scheduleWithFixedDelay(
                this::sendDue, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closing) {
        // Closing sends what waits.
        return;
      }
    }
  }

  /** Notes that a session was used now. */
  void used(SessionKey key, Session session) {
    long idle = session.idle().toMillis();
    long seen = session.lastSeenAt().toEpochMilli();
    long passed = engine.clock().millis() - seen;
    if (passed < idle / 10) {
      return;
    }
    Note note = new Note(System.nanoTime(), seen + idle / 4);
    // A tick must fit well into what is left of the quarter.
    boolean canWait = !closed && passed + 2 * TICK_MILLIS < idle / 4 && waiting.size() < WAITING;
    if (canWait) {
      waiting.merge(key, note, (first, last) -> new Note(last.usedNanos, first.dueMillis));
      tick();
    } else {
      waiting.remove(key);
      var unused = send(key, note);
    }
  }

  private void sendDue() {
    if (!waiting.isEmpty()) {
      var unused = sendUpTo(engine.clock().millis());
    }
  }

  /** Sends what is due, no more at once than a store takes beside its other calls. */
  private List<CompletableFuture<?>> sendUpTo(long instant) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (Map.Entry<SessionKey, Note> entry : waiting.entrySet()) {
      if (sent.size() == AT_ONCE) {
        break;
      }
      Note note = entry.getValue();
      if (note.dueMillis <= instant && waiting.remove(entry.getKey(), note)) {
        sent.add(send(entry.getKey(), note));
      }
    }
    return sent;
  }

  /** Ends well whatever becomes of the touch. */
  private CompletableFuture<?> send(SessionKey key, Note note) {
    Duration ago = Duration.ofNanos(Math.max(0, System.nanoTime() - note.usedNanos));
    try {
      return engine
          .sessions()
          .touch(key, ago)
          .handle(
              (done, failed) -> {
                if (failed != null) {
                  refused(failed);
                }
                return done;
              })
          .toCompletableFuture();
    } catch (RuntimeException thrown) {
      // A store should answer with a stage; one that throws must not end the ticking.
      refused(thrown);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void refused(Throwable failed) {
    listener.on(new Event.TouchRefused(Outcomes.of(failed)));
  }

  /** Sends what waits and waits for the answers, a second at most for each thousand. */
  @Override
  public void close() {
    closed = true;
    ticker.shutdown();
    while (!waiting.isEmpty()) {
      CompletableFuture<?>[] sent = sendUpTo(Long.MAX_VALUE).toArray(new CompletableFuture<?>[0]);
      CompletableFuture.allOf(sent)
          .completeOnTimeout(null, LAST_ANSWERS_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }
}
