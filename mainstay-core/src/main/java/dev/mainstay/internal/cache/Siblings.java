package dev.mainstay.internal.cache;

import dev.mainstay.spi.EntryKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * The objects of one cache in this process. Each has loads and near values of its own, but whoever
 * changes something through one reads it through all, and what the store did not answer is not
 * believed by any. Nothing here keeps an object that nobody else keeps.
 */
final class Siblings {
  private final Journal journal;
  private final Set<Flights<?>> all =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  Siblings(Journal journal) {
    this.journal = journal;
  }

  /** The invalidations that the store did not answer, of all of them. */
  Journal journal() {
    return journal;
  }

  /** One more. */
  void add(Flights<?> flights) {
    all.add(flights);
  }

  /** Something happened to a key, see {@link Flights#detach}. */
  void detach(EntryKey key) {
    each(flights -> flights.detach(key));
  }

  /** The same for all keys that begin so. */
  void detachPrefix(String prefix) {
    each(flights -> flights.detachPrefix(prefix));
  }

  /** The same for tags. */
  void detachTags(List<String> tags) {
    each(flights -> flights.detachTags(tags));
  }

  private void each(Consumer<Flights<?>> detach) {
    List<Flights<?>> now;
    synchronized (all) {
      now = new ArrayList<>(all);
    }
    now.forEach(detach);
  }
}
