package dev.mainstay.redis.internal.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for its time, over the connection that the calls use: so it hears whether that one
 * is answered. Two unanswered in a row mean stalled, and the connection is cut. Used by the thread
 * of the pulse alone, but for the answers.
 */
final class Heartbeat {
  private static final int STALLED = 2;
  private static final Request TIME =
      new Request("heartbeat", "TIME", Deadline.READ, Replies.ascii("TIME"));

  private final Traffic traffic;
  private final Health health;
  private final ClockEstimate clock;
  private @Nullable Line asked;
  private @Nullable Call<List<byte[]>> question;
  private int misses;

  Heartbeat(Traffic traffic, Health health, ClockEstimate clock) {
    this.traffic = traffic;
    this.health = health;
    this.clock = clock;
  }

  /** One beat over a connection; {@code null} while there is none. */
  void beat(@Nullable Line line) {
    if (line == null || !line.equals(asked)) {
      question = null;
      misses = 0;
    }
    asked = line;
    if (line != null && !misses(line)) {
      ask(line);
    }
  }

  /** Whether the connection was cut for too many misses. */
  private boolean misses(Line line) {
    Call<List<byte[]>> last = question;
    // Whether it was answered is decided here, against an answer that comes at this moment.
    if (last == null || !last.cancel(false)) {
      misses = last != null && last.isCompletedExceptionally() ? misses : 0;
      return false;
    }
    misses++;
    health.missed(misses, misses >= STALLED);
    if (misses < STALLED) {
      return false;
    }
    question = null;
    line.cut();
    return true;
  }

  private void ask(Line line) {
    Call<List<byte[]>> call = new Call<>(traffic, Call.Detour.NONE, TIME, new FlatReply());
    question = call;
    var unused = call.thenAccept(reply -> answered(call, reply));
    line.takeAside(call);
  }

  private void answered(Call<?> call, List<byte[]> reply) {
    long now = System.nanoTime();
    clock.heard(call.started, now, Replies.micros(reply));
    health.answered(now - call.started);
  }
}
