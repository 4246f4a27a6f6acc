package dev.mainstay.checks.planted.chaos;

import dev.mainstay.checks.planted.internal.sessions.Machine;

/** A harness that looks inside: forbidden. */
public final class StrikesInside {
  public Object inside = new Machine();
}
