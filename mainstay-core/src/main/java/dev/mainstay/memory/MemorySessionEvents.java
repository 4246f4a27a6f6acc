package dev.mainstay.memory;

import dev.mainstay.memory.DueEntry.What;
import dev.mainstay.spi.SessionEventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** The due-lists in plain Java, under the lock of the sessions that they tell of. */
final class MemorySessionEvents implements SessionEventStore {
  private final MemorySessionStore store;
  private final Map<Place, DueList> lists = new HashMap<>();
  private final Map<String, SortedMap<String, Long>> workers = new HashMap<>();

  private record Place(String namespace, int partition) {}

  MemorySessionEvents(MemorySessionStore store) {
    this.store = store;
  }

  /** A session begins; inside a step. */
  void started(StoredSession session) {
    if (session.events) {
      DueList list = list(session, session.created);
      list.remove(entry -> entry.due() < session.created - KEPT.toMillis());
      list.add(DueEntry.event(session, What.CREATED, session.created));
      list.add(DueEntry.awaited(session));
    }
  }

  /** A session is ended, unless its end was told already; inside a step. */
  void revoked(StoredSession session, long now) {
    if (session.events) {
      DueList list = list(session, now);
      boolean awaited =
          list.remove(entry -> entry.key().equals(session.key) && entry.what() == What.AWAITED) > 0;
      if (awaited) {
        list.add(DueEntry.event(session, What.ENDED, now));
      }
    }
  }

  @Override
  public CompletionStage<Taken> take(
      String namespace, int partition, String worker, Duration hold, int most) {
    return store.step(
        now -> {
          DueList list = list(new Place(namespace, partition), now);
          if (!list.isDue(now)) {
            return new Taken.Batch(List.of(), false);
          }
          if (list.isHeldByAnother(worker, now)) {
            return new Taken.Held();
          }
          list.hold(worker, now + hold.toMillis());
          list.keep(now + Math.max(hold.toMillis(), LONGEST_PAUSE.toMillis()));
          List<Due> events = new ArrayList<>();
          for (DueEntry entry : list.due(now, most)) {
            DueEntry settled = entry.what() == What.AWAITED ? look(entry, now) : entry;
            if (settled.what() == What.AWAITED) {
              list.add(settled);
            } else {
              int delivery = settled.delivery() + 1;
              DueEntry out = settled.dueAt(now + pause(hold, delivery), delivery);
              list.add(out);
              events.add(out.toDue());
            }
            list.remove(entry);
          }
          return new Taken.Batch(List.copyOf(events), list.isDue(now));
        });
  }

  /** What became of a session whose end is awaited, or the entry at its later end. */
  private DueEntry look(DueEntry entry, long now) {
    StoredSession session = store.remembered(entry.key());
    long epoch = store.epoch(entry.key().namespace());
    long end = session == null ? entry.due() - 1 : session.end();
    if (entry.instant() < epoch && epoch <= end) {
      return entry.happened(What.ENDED, epoch);
    }
    if (session == null) {
      return entry.happened(What.EXPIRED, end);
    }
    if (session.present(now)) {
      return entry.dueAt(end + 1, 0);
    }
    return switch (session.reason()) {
      case IDLE -> entry.happened(What.IDLE, end);
      default -> entry.happened(What.LIFETIME, end);
    };
  }

  private static long pause(Duration hold, int delivery) {
    long most = Math.max(hold.toMillis(), LONGEST_PAUSE.toMillis());
    int doublings = Math.min(delivery - 1, 30);
    return Math.min(most, hold.toMillis() << doublings);
  }

  @Override
  public CompletionStage<Integer> finish(
      String namespace, int partition, List<Due> handled, List<Due> notBegun) {
    return store.step(
        now -> {
          DueList list = list(new Place(namespace, partition), now);
          int finished = 0;
          for (Due due : handled) {
            finished += list.remove(entry -> isHandedOut(entry, due));
          }
          for (Due due : notBegun) {
            for (DueEntry entry : list.due(Long.MAX_VALUE, Integer.MAX_VALUE)) {
              if (isHandedOut(entry, due)) {
                list.remove(entry);
                list.add(entry.dueAt(now, entry.delivery() - 1));
              }
            }
          }
          return finished;
        });
  }

  private static boolean isHandedOut(DueEntry entry, Due due) {
    return entry.what() != What.AWAITED && entry.delivery() > 0 && entry.toDue().equals(due);
  }

  @Override
  public CompletionStage<List<String>> enlist(String namespace, String worker, Duration hold) {
    return store.step(
        now -> {
          SortedMap<String, Long> there = there(namespace, now);
          there.put(worker, now + hold.toMillis());
          return there.keySet().stream().limit(WORKERS).toList();
        });
  }

  @Override
  public CompletionStage<List<String>> leave(String namespace, String worker) {
    return store.step(
        now -> {
          SortedMap<String, Long> there = there(namespace, now);
          there.remove(worker);
          return there.keySet().stream().limit(WORKERS).toList();
        });
  }

  private SortedMap<String, Long> there(String namespace, long now) {
    SortedMap<String, Long> there = workers.computeIfAbsent(namespace, any -> new TreeMap<>());
    there.values().removeIf(until -> now > until);
    return there;
  }

  private DueList list(StoredSession session, long now) {
    return list(new Place(session.key.namespace(), session.key.partition()), now);
  }

  private DueList list(Place place, long now) {
    return lists.compute(
        place, (any, list) -> list == null || list.isOver(now) ? new DueList() : list);
  }
}
