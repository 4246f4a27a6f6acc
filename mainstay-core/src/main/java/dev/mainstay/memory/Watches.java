package dev.mainstay.memory;

import dev.mainstay.spi.Proof;
import dev.mainstay.spi.Watch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who watches what; under the lock of its store, so that each change is told before it is done. */
final class Watches {
  private final Proof proof = Proof.always();
  private final Map<Object, Set<Watch>> all = new HashMap<>();

  /**
   * @param forgets calls {@link #remove}, with the lock
   */
  void add(Object what, Watch watch, Runnable forgets) {
    if (watch.on(proof, forgets)) {
      all.computeIfAbsent(what, any -> new HashSet<>(2)).add(watch);
    }
  }

  void remove(Object what, Watch watch) {
    all.computeIfPresent(
        what,
        (same, some) -> {
          some.remove(watch);
          return some.isEmpty() ? null : some;
        });
  }

  /** It changes. */
  void tell(Object what) {
    Set<Watch> some = all.remove(what);
    if (some != null) {
      some.forEach(Watch::changed);
    }
  }
}
