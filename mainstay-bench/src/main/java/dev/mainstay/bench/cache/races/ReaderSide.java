package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.races.Plan.Until;
import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.CacheRival.Face;
import dev.mainstay.bench.cache.shared.Board;
import java.util.concurrent.atomic.AtomicLong;

/** Loads what the writer is about to change, and is slow with it. */
final class ReaderSide implements Runnable {
  /** Who waits for a lock of the loader is never answered while it loads: it goes on then. */
  private static final long MOST_HELD = 25_000_000;

  private final Lane lane;
  private final long seed;
  private final long trials;
  private final boolean leases;
  private final Face face;
  private final AtomicLong loaded = new AtomicLong();

  ReaderSide(Lane lane, CacheRival rival, long seed, long trials, boolean leases) {
    this.lane = lane;
    this.seed = seed;
    this.trials = trials;
    this.leases = leases;
    this.face = rival.face(lane.cache(), this::load);
  }

  @Override
  public void run() {
    for (long trial = 1; trial <= trials; trial++) {
      lane.set(Word.SOURCE, Lane.before(trial));
      lane.set(Word.TRIAL, trial);
      face.get(Lane.key(trial));
      lane.await(Word.OWN_READ, trial);
      boolean old = Lane.isOld(face.get(Lane.key(trial)), trial);
      lane.countIf(old && lane.get(Word.ANSWERED) == trial, Word.STALE);
      lane.set(Word.READ_OLD, later(trial - WriterSide.LATER));
      lane.set(Word.READ_AGAIN, trial);
      lane.await(Word.OVER, trial);
    }
  }

  /** The trial if its old value is there still, else 0. */
  private long later(long trial) {
    return trial > 0 && Lane.isOld(face.get(Lane.key(trial)), trial) ? trial : 0;
  }

  private String load(String key) {
    long trial = Long.parseLong(key);
    long version = lane.source(key);
    // Only the first load of a key is the one that is raced with.
    if (version == Lane.before(trial) && loaded.getAndSet(trial) < trial) {
      lane.set(Word.LOADING, trial);
      hold(Plan.of(seed, lane.lane(), trial, leases), trial);
      if (lane.get(Word.WROTE) == trial) {
        lane.count(Word.OVERLAPS);
        boolean meets = lane.get(Word.INVALIDATING) == trial && lane.get(Word.ANSWERED) < trial;
        lane.countIf(meets, Word.CLOSE);
      }
    }
    return Long.toString(version);
  }

  private void hold(Plan plan, long trial) {
    if (plan.until() != Until.NOTHING) {
      Word word = Word.valueOf(plan.until().name());
      lane.board().await(lane.lane(), word, trial, MOST_HELD);
    }
    Board.pause(plan.end());
  }
}
