package dev.mainstay.server.demo;

/**
 * What the users of one fleet met.
 *
 * @param requests HTTP requests in all
 * @param logins users who logged in, spread over the replicas
 * @param ghosts of these, whom at least one other replica did not know
 * @param logouts users who logged out on A
 * @param missed of these, whom B or C still let in
 * @param killed what was killed with {@code kill -9}
 * @param aliveBefore sessions before that
 * @param aliveAfter of these, sessions after it
 * @param answeredMillis from the kill until requests were answered again
 */
record Findings(
    int requests,
    int logins,
    int ghosts,
    int logouts,
    int missed,
    String killed,
    int aliveBefore,
    int aliveAfter,
    long answeredMillis) {

  /** Whether every replica agreed on every session, through the kill too. */
  boolean allAgreed() {
    return ghosts == 0 && missed == 0 && aliveBefore > 0 && aliveAfter == aliveBefore;
  }
}
