package dev.mainstay.tck.weather;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Session;
import dev.mainstay.tck.weather.Call.Outcome;
import java.util.concurrent.atomic.AtomicLong;

/** What may have become of the increments of one attribute, by one caller or by many. */
final class Counter {
  static final String NAME = "n";
  static final Change INCREMENT = Change.change().increment(NAME, 1);

  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();

  void begin() {
    begun.incrementAndGet();
  }

  void ended(Outcome outcome) {
    switch (outcome) {
      case OK -> acknowledged.incrementAndGet();
      case FAILED -> refused.incrementAndGet();
      case UNKNOWN -> {
        // Done once, or not at all, now or later.
      }
    }
  }

  /** The increments that are surely there; to be asked before a look at the session. */
  long least() {
    return acknowledged.get();
  }

  /** Why this value cannot be, or an empty text; to be asked after the look. */
  String judge(Session session, long least) {
    long value = session.attributes().find(NAME, Long.class).orElse(0L);
    long most = begun.get() - refused.get();
    return value >= least && value <= most
        ? ""
        : "a counter is at " + value + ", and not within " + least + " and " + most;
  }
}
