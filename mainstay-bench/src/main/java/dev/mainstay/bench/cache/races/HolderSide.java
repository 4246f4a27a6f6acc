package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.CacheRival.Face;

/** Holds a lease, and is stopped while it does. */
final class HolderSide implements Runnable {
  private final Lane lane;
  private final long rounds;
  private final Face face;

  HolderSide(Lane lane, CacheRival rival, long rounds) {
    this.lane = lane;
    this.rounds = rounds;
    this.face = rival.face(lane.cache(), this::load);
  }

  @Override
  public void run() {
    for (long round = 1; round <= rounds; round++) {
      lane.await(Word.TRIAL, round);
      face.get(Lane.key(round));
      boolean old = Lane.isOld(face.get(Lane.key(round)), round);
      lane.countIf(old, Word.STALE);
      lane.set(Word.READ_AGAIN, round);
    }
  }

  private String load(String key) {
    long round = Long.parseLong(key);
    long version = lane.source(key);
    if (version == Lane.before(round)) {
      lane.set(Word.LOADING, round);
      lane.await(Word.RELEASED, round);
      lane.countIf(lane.get(Word.WROTE) == round, Word.OVERLAPS);
    }
    return Long.toString(version);
  }
}
