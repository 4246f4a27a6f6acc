package dev.mainstay.chaos;

import dev.mainstay.chaos.Fate.Mishap;
import java.util.Random;

/** Draws the fates of calls, one after the other. Thread-safe. */
final class Dice {
  private Chaos chaos;
  private Random random;
  private Hits hits = Hits.NONE;

  Dice(Chaos chaos) {
    this.chaos = chaos;
    this.random = new Random(chaos.seed());
  }

  synchronized void become(Chaos next) {
    chaos = next;
    random = new Random(next.seed());
    hits = Hits.NONE;
  }

  synchronized Hits hits() {
    return hits;
  }

  /** As many numbers are drawn for each call, whatever becomes of it: the next is not moved. */
  synchronized Fate draw(boolean writes) {
    boolean refused = random.nextDouble() < chaos.refusals() && writes;
    boolean lostRequest = random.nextDouble() < chaos.lostRequests();
    boolean lostReply = random.nextDouble() < chaos.lostReplies();
    boolean delayed = random.nextDouble() < chaos.delays();
    long delay = (long) (random.nextDouble() * chaos.delay().toNanos());
    Mishap mishap =
        refused
            ? Mishap.REFUSED
            : lostRequest ? Mishap.LOST_REQUEST : lostReply ? Mishap.LOST_REPLY : Mishap.NONE;
    Fate fate = new Fate(mishap, delayed ? Math.max(1, delay) : 0);
    hits = hits.and(fate);
    return fate;
  }
}
