package dev.mainstay.server.demo;

/**
 * What the users of a fleet met while a primary was struck and another one took its place.
 *
 * @param signal what it was struck with
 * @param aliveBefore sessions before that, of users who stay
 * @param aliveAfter of these, sessions after it
 * @param answeredMillis from the strike until every replica answered for sessions again
 * @param leaving users who logged out meanwhile, each until he was told that he is
 * @param acknowledged of these, who was told so
 * @param unconfirmed how often one of them was told that it is done and not confirmed
 * @param undone of the acknowledged, who was let in again by any replica at the end
 */
record FailoverFindings(
    String signal,
    int aliveBefore,
    int aliveAfter,
    long answeredMillis,
    int leaving,
    int acknowledged,
    int unconfirmed,
    int undone) {

  /** The same with who was let in again. */
  FailoverFindings withUndone(int count) {
    return new FailoverFindings(
        signal, aliveBefore, aliveAfter, answeredMillis, leaving, acknowledged, unconfirmed, count);
  }

  /** Whether it cost time, and no session and no logout. */
  boolean costOnlyTime() {
    return aliveBefore > 0 && aliveAfter == aliveBefore && acknowledged == leaving && undone == 0;
  }
}
