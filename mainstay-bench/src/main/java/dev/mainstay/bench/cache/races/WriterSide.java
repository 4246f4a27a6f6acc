package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.CacheRival.Face;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.report.Await;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the source while the reader loads, invalidates, and reads what it wrote. */
final class WriterSide implements Runnable {
  /** So many trials later a key is read once more: by then whatever was on its way is there. */
  static final long LATER = 8;

  private final Lane lane;
  private final long seed;
  private final long trials;
  private final boolean leases;
  private final Face face;
  private final ExecutorService others;
  private final Consumer<String> lapse;
  private final Set<Long> queued = new HashSet<>();

  /**
   * @param others who asks beside it
   * @param lapse makes the lease of a key lapse
   */
  WriterSide(
      Lane lane,
      CacheRival rival,
      long seed,
      long trials,
      boolean leases,
      ExecutorService others,
      Consumer<String> lapse) {
    this.lane = lane;
    this.seed = seed;
    this.trials = trials;
    this.leases = leases;
    this.face = rival.face(lane.cache(), key -> Long.toString(lane.source(key)));
    this.others = others;
    this.lapse = lapse;
  }

  @Override
  public void run() {
    for (long trial = 1; trial <= trials; trial++) {
      lane.await(Word.LOADING, trial);
      Plan plan = Plan.of(seed, lane.lane(), trial, leases);
      String key = Lane.key(trial);
      Future<String> beside = plan.beside() ? others.submit(() -> face.get(key)) : null;
      write(plan, trial, key);
      boolean done = face.invalidate(key);
      answered(trial, done);
      readOwn(trial, key);
      lane.set(Word.OWN_READ, trial);
      join(beside);
      lane.await(Word.READ_AGAIN, trial);
      lane.countIf(done && Lane.isOld(face.get(key), trial), Word.STALE);
      later(trial - LATER);
      lane.set(Word.OVER, trial);
    }
    for (long trial = trials - LATER + 1; trial <= trials; trial++) {
      later(trial);
    }
  }

  private void write(Plan plan, long trial, String key) {
    if (plan.lapses()) {
      lapse.accept(key);
      lane.count(Word.LAPSES);
    }
    Board.pause(plan.write());
    lane.set(Word.SOURCE, Lane.after(trial));
    lane.set(Word.WROTE, trial);
    Board.pause(plan.invalidate());
    lane.set(Word.INVALIDATING, trial);
  }

  private void readOwn(long trial, String key) {
    long began = System.nanoTime();
    lane.countIf(Lane.isOld(face.get(key), trial), Word.OWN_MISSED);
    long took = System.nanoTime() - began;
    lane.set(Word.SLOWEST, Math.max(took, lane.get(Word.SLOWEST)));
  }

  /** What is queued is promised to this process only. */
  private void answered(long trial, boolean done) {
    if (done) {
      lane.set(Word.ANSWERED, trial);
    } else {
      lane.count(Word.QUEUED);
      queued.add(trial);
    }
  }

  private void join(@Nullable Future<String> beside) {
    if (beside != null) {
      String unused = Await.result(beside);
      lane.count(Word.BESIDE);
    }
  }

  private void later(long trial) {
    if (trial > 0 && !queued.contains(trial)) {
      boolean old = Lane.isOld(face.get(Lane.key(trial)), trial);
      lane.countIf(old || lane.get(Word.READ_OLD) == trial, Word.STORED);
    }
  }
}
