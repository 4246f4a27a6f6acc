package dev.mainstay.checks.planted.sessions;

import dev.mainstay.checks.planted.internal.sessions.Machine;

/** A capability that does the root's work. */
public class AssemblesInternal {
  Machine machine = new Machine();
}
