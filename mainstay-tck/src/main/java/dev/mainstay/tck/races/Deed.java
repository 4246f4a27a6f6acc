package dev.mainstay.tck.races;

import dev.mainstay.tck.races.Trial.Act;

/**
 * What an actor did and what came of it. Instants are {@code System.nanoTime}, which the processes
 * of one machine share.
 *
 * @param proof which hash was shown: {@code start}, or the actor and act that turned to it
 * @param outcome as in {@code Live}, {@code Done 3}, {@code REVOKED}, {@code failed …}
 */
record Deed(
    int trial, int actor, int step, Act act, String proof, long begun, long ended, String outcome) {
  static final String FIRST_PROOF = "start";

  /** The name of the hash that it turned to, if it did. */
  String name() {
    return actor + "/" + step;
  }

  boolean is(Act any, Act other) {
    return act == any || act == other;
  }

  boolean failed() {
    return outcome.startsWith("failed");
  }

  /** Whether it met the session alive. */
  boolean metLife() {
    return outcome.startsWith("Done")
        || outcome.equals("Live")
        || outcome.equals("Turned")
        || outcome.equals("true");
  }

  /** Whether from its end on the session is known to be dead. */
  boolean provesDeath() {
    return outcome.equals("ended")
        || outcome.equals("IDLE")
        || outcome.equals("EXPIRED")
        || outcome.equals("REVOKED");
  }

  boolean overlaps(Deed other) {
    return actor != other.actor && begun < other.ended && other.begun < ended;
  }

  /** The deed on one line. */
  String line() {
    return String.join(
        "\t",
        Integer.toString(trial),
        Integer.toString(actor),
        Integer.toString(step),
        act.name(),
        proof,
        Long.toString(begun),
        Long.toString(ended),
        outcome);
  }

  static Deed parse(String line) {
    String[] parts = line.split("\t", 8);
    return new Deed(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Act.valueOf(parts[3]),
        parts[4],
        Long.parseLong(parts[5]),
        Long.parseLong(parts[6]),
        parts[7]);
  }
}
