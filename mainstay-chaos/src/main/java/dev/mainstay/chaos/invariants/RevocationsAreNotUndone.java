package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;

/**
 * {@link RevocationsStand}, of those looks only that began when all servers were as before their
 * fault. During one, a former primary that still takes itself for one may show what it has not
 * heard of: that is a stale answer, and ends. What is found alive afterwards was undone.
 */
final class RevocationsAreNotUndone implements Invariant {
  @Override
  public String name() {
    return "revocations are not undone";
  }

  @Override
  public String says() {
    return "Outside of faults, no session is alive whose end was acknowledged before or in them.";
  }

  @Override
  public Finding check(Evidence evidence) {
    Finding looks = new RevocationsStand().check(evidence, look -> isCalm(evidence, look));
    return finding(looks.opportunities(), looks.violations(), "");
  }

  private static boolean isCalm(Evidence evidence, Operation look) {
    return evidence.strikes().stream().noneMatch(it -> it.covers(look.begin()));
  }
}
