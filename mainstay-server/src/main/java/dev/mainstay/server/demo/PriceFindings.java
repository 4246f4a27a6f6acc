package dev.mainstay.server.demo;

/**
 * What readers of a cached price met.
 *
 * @param coldReads reads at once while nothing was cached
 * @param coldQueries how often the table was asked for them
 * @param changes of the price, all by A
 * @param reads right after them, one by each replica
 * @param stale those that got another price than the last
 * @param queries how often the table was asked for them
 */
record PriceFindings(
    int coldReads, int coldQueries, int changes, int reads, int stale, int queries) {

  /** Whether one load was enough, and nobody read what was not so any more. */
  boolean allHeld() {
    return coldQueries == 1 && stale == 0;
  }
}
