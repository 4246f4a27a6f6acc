package dev.mainstay.checks.planted;

import dev.mainstay.checks.planted.internal.sessions.Machine;

/** Innocent: the root may assemble. */
public class Root {
  Machine machine = new Machine();
}
