package dev.mainstay.chaos.faults;

import dev.mainstay.chaos.history.Operation;
import java.time.Duration;

/** Something that can be done to a store or to the way there; an enum, as a rule. */
public interface Fault {
  /** What it is called, in reports and on command lines. */
  String name();

  /** How long after its end everybody is served again. */
  Duration recovery();

  /** Whether an operation that was not answered may be so because of it. */
  boolean explains(Operation operation);
}
