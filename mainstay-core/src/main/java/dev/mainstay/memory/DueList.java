package dev.mainstay.memory;

import dev.mainstay.spi.SessionEventStore;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The due-list of one partition and who holds it. Guarded by the store's lock. */
final class DueList {
  private final TreeSet<DueEntry> entries = new TreeSet<>(DueEntry.ORDER);
  private String holder = "";
  private long heldUntil;
  private long keptUntil;

  /** An empty list is none: what is added to it begins a new one. */
  void add(DueEntry entry) {
    if (entries.isEmpty()) {
      keptUntil = 0;
    }
    entries.add(entry);
    keep(entry.due());
  }

  /** Takes out the entries that fit; how many there were. */
  int remove(Predicate<DueEntry> fits) {
    int before = entries.size();
    entries.removeIf(fits);
    return before - entries.size();
  }

  void remove(DueEntry entry) {
    entries.remove(entry);
  }

  boolean isDue(long now) {
    return !entries.isEmpty() && entries.first().due() <= now;
  }

  /** The first that are due, in their order. */
  List<DueEntry> due(long now, int most) {
    return entries.stream().takeWhile(entry -> entry.due() <= now).limit(most).toList();
  }

  boolean isHeldByAnother(String worker, long now) {
    return !holder.isEmpty() && !holder.equals(worker) && now <= heldUntil;
  }

  void hold(String worker, long until) {
    holder = worker;
    heldUntil = until;
  }

  /** The list outlives an instant by seven days. */
  void keep(long instant) {
    keptUntil = Math.max(keptUntil, instant + SessionEventStore.KEPT.toMillis());
  }

  boolean isOver(long now) {
    return now > keptUntil;
  }
}
