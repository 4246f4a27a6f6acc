package dev.mainstay.redis.internal.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store for its time, over the connection that the calls use: so it hears whether that one
 * is answered. Two unanswered in a row mean stalled, and the connection is cut. Used by the thread
 * of the pulse alone, but for the answers.
 */
final class Heartbeat {
  private static final int STALLED = 2;
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final Request TIME =
      new Request("heartbeat", "TIME", Deadline.READ, Replies.ascii("TIME"));

  private final Traffic traffic;
  private final Health health;
  private final ClockEstimate clock;
  private final Runnable cut;
  private volatile Supplier<@Nullable CompletableFuture<?>> companion = () -> null;
  private @Nullable Call<List<byte[]>> asked;
  private @Nullable CompletableFuture<?> accompanied;
  private int misses;

  Heartbeat(Traffic traffic, Health health, ClockEstimate clock, Runnable cut) {
    this.traffic = traffic;
    this.health = health;
    this.clock = clock;
    this.cut = cut;
  }

  /** What is sent along with each beat, unless the last is still on its way. */
  void accompany(Supplier<@Nullable CompletableFuture<?>> other) {
    companion = other;
  }

  /** One beat. */
  void beat() {
    Call<List<byte[]>> last = asked;
    if (last != null && !last.isDone()) {
      last.cancel(false);
      misses++;
      health.missed(misses, misses >= STALLED);
      if (misses >= STALLED) {
        asked = null;
        cut.run();
        return;
      }
    } else if (last != null && !last.isCompletedExceptionally()) {
      misses = 0;
    }
    ask();
    if (accompanied == null || accompanied.isDone()) {
      accompany();
    }
  }

  private void accompany() {
    try {
      accompanied = companion.get();
    } catch (RuntimeException e) {
      LOG.warn("What accompanies the heartbeat failed", e);
    }
  }

  private void ask() {
    Call<List<byte[]>> call = new Call<>(traffic, TIME, new FlatReply(), null);
    asked = call;
    var unused = call.thenAccept(reply -> answered(call, reply));
    traffic.sendAside(call);
  }

  private void answered(Call<?> call, List<byte[]> reply) {
    long now = System.nanoTime();
    clock.heard(call.started, now, Replies.micros(reply));
    health.answered(now - call.started);
  }
}
