package dev.mainstay.internal.limits;

import dev.mainstay.spi.LimitStore;
import java.util.concurrent.atomic.AtomicLong;

/** How many processes decide limits of a namespace; asked now and then, beside the decisions. */
final class Processes {
  private static final long INTERVAL = 2_000_000_000L;

  private final LimitStore store;
  private final String namespace;
  private final String self;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private volatile int last = 1;

  Processes(LimitStore store, String namespace, String self) {
    this.store = store;
    this.namespace = namespace;
    this.self = self;
  }

  /** How many there were when the store said so last; this one alone before it ever did. */
  int last() {
    return last;
  }

  /** Says that this one lives, if it is time to. */
  void beat() {
    long at = next.get();
    long now = System.nanoTime();
    if (now - at >= 0 && next.compareAndSet(at, now + INTERVAL)) {
      var unused =
          store.processes(namespace, self).thenAccept(living -> last = Math.max(1, living));
    }
  }
}
