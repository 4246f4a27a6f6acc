package dev.mainstay.bench.partition;

import java.util.List;

/**
 * What a replica saw; it goes from one process to another as JSON.
 *
 * @param cuts in their order
 * @param operations how many there were, and of them
 * @param ok how many were answered
 * @param failed how many surely were not done
 * @param busiestSecond the most connections that were begun within a second
 * @param findings what a checker says
 * @param text the same for people
 */
record Seen(
    List<Cut> cuts,
    long operations,
    long ok,
    long failed,
    long busiestSecond,
    List<Found> findings,
    String text) {

  /**
   * One partition, in milliseconds.
   *
   * @param noticed until the engine said that its store is not up
   * @param back from its end until every client had an answer
   */
  record Cut(double noticed, double back) {}

  /** How often an invariant could have been violated, and was. */
  record Found(String name, long opportunities, long violations) {}
}
