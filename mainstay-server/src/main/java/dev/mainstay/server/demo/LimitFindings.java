package dev.mainstay.server.demo;

import dev.mainstay.limits.Algorithm;
import java.util.Map;

/**
 * What limits of {@link LimitState#PERMITS} let in, of {@link LimitTrial#REQUESTS} requests.
 *
 * @param alone by algorithm, each replica counting by itself
 * @param together the same, counted by all of them together
 */
record LimitFindings(Map<Algorithm, Integer> alone, Map<Algorithm, Integer> together) {

  /** Whether exactly as many were let in as may be, by every algorithm. */
  boolean allHeld() {
    return together.size() == Algorithm.values().length
        && together.values().stream().allMatch(letIn -> letIn == LimitState.PERMITS);
  }
}
