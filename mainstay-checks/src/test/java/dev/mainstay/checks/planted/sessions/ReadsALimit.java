package dev.mainstay.checks.planted.sessions;

import dev.mainstay.checks.planted.limits.Permit;

/** A capability that imports another. */
public class ReadsALimit {
  Permit permit = new Permit();
}
