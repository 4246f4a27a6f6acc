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
  private List<Ask> going;
  private boolean ended;

  private Lane(List<LimitKey> keys, Ask first) {
    this.keys = keys;
    this.going = List.of(first);
  }

  /** The one it begins with; for who got the lane by joining it. */
  List<Ask> first() {
    return going;
  }

  /** Whether it is of these keys. */
  boolean isOf(List<LimitKey> others) {
    return keys.equals(others);
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
        Lane mine = new Lane(keys, ask);
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

    /** Adds those who began by an instant and were not told yet. */
    void late(long latest, List<Ask> late) {
      lanes.values().forEach(lane -> lane.late(latest, late));
    }

    boolean isEmpty() {
      return lanes.isEmpty();
    }
  }

  private synchronized void late(long latest, List<Ask> late) {
    going.stream().filter(ask -> ask.isLate(latest)).forEach(late::add);
    waiting.stream().filter(ask -> ask.isLate(latest)).forEach(late::add);
  }

  private synchronized boolean waits(Ask ask) {
    if (!ended) {
      waiting.add(ask);
    }
    return !ended;
  }

  private synchronized List<Ask> next() {
    List<Ask> all = waiting;
    boolean areMany = all.size() > MOST;
    going = areMany ? new ArrayList<>(all.subList(0, MOST)) : all;
    waiting = areMany ? new ArrayList<>(all.subList(MOST, all.size())) : new ArrayList<>();
    ended = all.isEmpty();
    return going;
  }
}
