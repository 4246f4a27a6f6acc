package dev.mainstay.bench.events;

import dev.mainstay.Mainstay;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts sessions, so many in so many seconds, evenly, each of a user of its own. A start that
 * fails is tried again, so that as many as were asked for are known to live.
 */
final class Starts implements AutoCloseable {
  private static final long TICK_MILLIS = 10;

  private final Sessions sessions;
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final int count;
  private final double perNano;
  private final long begun = System.nanoTime();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private int asked;

  Starts(RedisEngine engine, SessionPolicy policy, int count, int seconds) {
    this.sessions = Mainstay.on(engine).sessions(EventsProcess.NAMESPACE, policy);
    this.count = count;
    this.perNano = count / (seconds * 1e9);
    var unused = clock.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Deadlines that a busy machine does not reach. */
  static RedisOptions patient(String url) {
    return RedisOptions.parse(url)
        .withHeartbeat(Duration.ofSeconds(5))
        .withReadDeadline(Duration.ofSeconds(10))
        .withWriteDeadline(Duration.ofSeconds(10));
  }

  private void tick() {
    long due = Math.min(count, (long) ((System.nanoTime() - begun) * perNano));
    for (; asked < due; asked++) {
      start("user-" + asked);
    }
  }

  private void start(String user) {
    var unused =
        sessions
            .async()
            .start(SessionStart.of(user))
            .whenComplete(
                (started, failed) -> {
                  if (started instanceof Started.Ok ok) {
                    ids.add(ok.session().id());
                  } else if (!clock.isShutdown()) {
                    var unusedRetry = clock.schedule(() -> start(user), 1, TimeUnit.SECONDS);
                  }
                });
  }

  /** The ids of the sessions that are known to live or to have lived. */
  Set<String> ids() {
    return Set.copyOf(ids);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
