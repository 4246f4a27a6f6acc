package dev.mainstay.internal.limits;

import dev.mainstay.spi.LimitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The callers of one set of keys in this process: while a call about them is on its way, others
 * wait and then go together in the next one. So a hot key costs the store one call for many
 * decisions, and each is still decided by what was counted before it.
 *
 * <p>A lane lives while a call is on its way.
 */
final class Lane {
  /** So many go together at most. */
  private static final int MOST = 1_024;

  private final List<LimitKey> keys;
  private List<Ask> waiting = new ArrayList<>();
  private boolean ended;

  private Lane(List<LimitKey> keys) {
    this.keys = keys;
  }

  /** All the lanes. */
  static final class Lanes {
    private final Map<List<LimitKey>, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * Joins the callers of some keys.
     *
     * @return the lane, if the ask is the first in it and has to be sent now; else {@code null}
     */
    @Nullable Lane join(List<LimitKey> keys, Ask ask) {
      while (true) {
        Lane known = lanes.get(keys);
        if (known != null && known.waits(ask)) {
          return null;
        }
        Lane mine = new Lane(keys);
        if (known == null && lanes.putIfAbsent(keys, mine) == null) {
          return mine;
        }
      }
    }

    /** A call came back: those who go next, empty where the lane ends. */
    List<Ask> next(Lane lane) {
      List<Ask> next = lane.next();
      if (next.isEmpty()) {
        lanes.remove(lane.keys, lane);
      }
      return next;
    }
  }

  private synchronized boolean waits(Ask ask) {
    if (!ended) {
      waiting.add(ask);
    }
    return !ended;
  }

  private synchronized List<Ask> next() {
    List<Ask> next = waiting;
    if (next.size() > MOST) {
      waiting = new ArrayList<>(next.subList(MOST, next.size()));
      return new ArrayList<>(next.subList(0, MOST));
    }
    waiting = new ArrayList<>();
    ended = next.isEmpty();
    return next;
  }
}
