package dev.mainstay.tck.near;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import java.util.List;

/** What became of invalidations that other services published. */
public final class Heard {
  private Heard() {}

  /** Each outcome, in turn. */
  public static Listener into(List<String> outcomes) {
    return event -> {
      if (event instanceof Event.InvalidationHeard heard) {
        outcomes.add(heard.outcome());
      }
    };
  }
}
