package dev.mainstay.bench.cache.races;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What both sides do in one trial, by its seed.
 *
 * @param until what the load waits for before it ends
 * @param lapses whether the lease is made to lapse under it
 * @param beside whether somebody in the writer's process asks meanwhile
 * @param write so long after the load began the source is written, in nanoseconds
 * @param invalidate so long after that it is invalidated
 * @param end so long after what it waited for the load ends
 */
record Plan(Until until, boolean lapses, boolean beside, long write, long invalidate, long end) {
  private static final long SHORT = 150_000;
  private static final long LONG = 600_000;
  private static final int ALL = 100;
  private static final int LAPSES = 15;
  private static final List<Until> UNTIL = List.of(Until.values());

  /** What a load waits for. */
  enum Until {
    /** For nothing: it takes a time of its own. */
    NOTHING,
    /** The invalidation is about to be sent. */
    INVALIDATING,
    /** The invalidation was answered. */
    ANSWERED,
    /** The writer has read what it wrote. */
    OWN_READ
  }

  /**
   * The plan of a trial.
   *
   * @param leases whether there are leases that could lapse
   */
  static Plan of(long seed, int lane, long trial, boolean leases) {
    SplittableRandom dice = new SplittableRandom(seed * 1_000_003 + lane * 7_919L + (trial << 20));
    Until until = UNTIL.get(dice.nextInt(UNTIL.size()));
    boolean lapses = dice.nextInt(ALL) < LAPSES && leases;
    return new Plan(
        lapses ? Until.OWN_READ : until,
        lapses,
        dice.nextBoolean(),
        dice.nextLong(SHORT),
        dice.nextLong(SHORT),
        until == Until.NOTHING ? dice.nextLong(LONG) : dice.nextLong(SHORT));
  }
}
