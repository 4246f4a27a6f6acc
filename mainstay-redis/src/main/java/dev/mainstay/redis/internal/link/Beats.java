package dev.mainstay.redis.internal.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks over a connection that has no calls of its own whether it still answers, and cuts it when
 * two questions in a row were not answered: what a server says by itself is heard over it, and
 * silence would be taken for nothing to say. Used by the thread of the pulse alone.
 */
final class Beats {
  private static final int STALLED = 2;
  private static final Request PING =
      new Request("link.watch", "PING", Deadline.READ, Replies.ascii("PING"));

  private final Traffic traffic;
  private @Nullable Line asked;
  private @Nullable Call<?> question;
  private int misses;

  Beats(Traffic traffic) {
    this.traffic = traffic;
  }

  /**
   * One beat.
   *
   * @param line the connection, {@code null} while there is none
   * @param asks whether anybody depends on it
   */
  void beat(@Nullable Line line, boolean asks) {
    if (line == null || !line.equals(asked)) {
      question = null;
      misses = 0;
    }
    asked = line;
    Call<?> last = question;
    if (last != null && last.cancel(false)) {
      misses++;
    } else {
      misses = 0;
    }
    question = null;
    if (line != null && misses >= STALLED) {
      line.cut();
    } else if (line != null && asks) {
      Call<List<@Nullable Object>> ping =
          new Call<>(traffic, Call.Detour.NONE, PING, new TreeReply());
      question = ping;
      line.takeAside(ping);
    }
  }
}
