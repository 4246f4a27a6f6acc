package dev.mainstay.chaos;

/** How many calls there were, and how many of them were hit by what. */
public record Hits(long calls, long refused, long lostRequests, long lostReplies, long delayed) {
  static final Hits NONE = new Hits(0, 0, 0, 0, 0);

  Hits and(Fate fate) {
    return new Hits(
        calls + 1,
        refused + (fate.mishap() == Fate.Mishap.REFUSED ? 1 : 0),
        lostRequests + (fate.mishap() == Fate.Mishap.LOST_REQUEST ? 1 : 0),
        lostReplies + (fate.mishap() == Fate.Mishap.LOST_REPLY ? 1 : 0),
        delayed + (fate.delayNanos() > 0 ? 1 : 0));
  }
}
