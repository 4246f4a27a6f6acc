package dev.mainstay.checks.planted.internal.sessions;

import dev.mainstay.checks.planted.limits.Permit;

/** The inside of a capability that imports another. */
public class ReadsLimitsInside {
  Permit permit = new Permit();
}
