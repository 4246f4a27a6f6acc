package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.races.Racer.Course;
import dev.mainstay.bench.cache.races.Racer.Side;
import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.CacheRival.Face;
import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.cache.shared.Forked;
import dev.mainstay.bench.report.Await;
import dev.mainstay.chaos.faults.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Stops a process (SIGSTOP) that holds a lease in each lane, writes what it loads meanwhile, and
 * lets it go on: what it loaded is of before.
 */
final class Stops {
  private static final int KINDS = 3;

  /** A process that stood still for so long takes its connections for dead, and makes new ones. */
  private static final long CONNECTED = 1_500_000_000;

  private static final int MOST_TRIES = 100;
  private static final long TRY_AGAIN = 100_000_000;

  private final Rival rival;
  private final String url;
  private final int lanes;

  Stops(Rival rival, String url, int lanes) {
    this.rival = rival;
    this.url = url;
    this.lanes = lanes;
  }

  /**
   * What came of it.
   *
   * @param stopped loads that were held by the stopped process while their source was written
   * @param stale old values read afterwards, by either process
   */
  record Seen(long stopped, long stale) {}

  Seen run(int rounds) {
    ExecutorService pool = Executors.newFixedThreadPool(lanes);
    Course course = new Course(Side.HOLDER, rival, 0, rounds);
    try (Board board = Board.create(lanes);
        Forked holder = Forked.start(Racer.class, url, course.args(board));
        CacheRival own = rival.open(url);
        Processes processes = new Processes().with(holder.pid())) {
      List<Lane> all = new ArrayList<>();
      List<Face> faces = new ArrayList<>();
      for (int i = 0; i < lanes; i++) {
        Lane lane = new Lane(board, i, course.race());
        all.add(lane);
        faces.add(own.face(lane.cache(), key -> Long.toString(lane.source(key))));
      }
      for (long round = 1; round <= rounds; round++) {
        round(round, all, faces, pool, processes, holder.pid());
      }
      holder.join();
      return new Seen(board.sum(Word.OVERLAPS), board.sum(Word.STALE));
    } finally {
      pool.shutdownNow();
    }
  }

  private void round(
      long round,
      List<Lane> all,
      List<Face> faces,
      ExecutorService pool,
      Processes processes,
      long holder) {
    for (Lane lane : all) {
      lane.set(Word.SOURCE, Lane.before(round));
      lane.set(Word.TRIAL, round);
    }
    all.forEach(lane -> lane.await(Word.LOADING, round));
    processes.stop(holder);
    each(pool, i -> write(round, all.get(i), faces.get(i)));
    // Half of them go on with what they loaded at once, half when they are connected again.
    all.stream().filter(Stops::isHasty).forEach(lane -> lane.set(Word.RELEASED, round));
    processes.resume(holder);
    Board.pause(CONNECTED);
    all.forEach(lane -> lane.set(Word.RELEASED, round));
    all.forEach(lane -> lane.await(Word.READ_AGAIN, round));
    each(
        pool,
        i -> {
          boolean old = Lane.isOld(faces.get(i).get(Lane.key(round)), round);
          all.get(i).countIf(old, Word.STALE);
        });
  }

  private static boolean isHasty(Lane lane) {
    return lane.lane() / KINDS % 2 == 0;
  }

  private void each(ExecutorService pool, IntConsumer work) {
    List<Future<?>> working = new ArrayList<>();
    for (int i = 0; i < lanes; i++) {
      int lane = i;
      working.add(pool.submit(() -> work.accept(lane)));
    }
    working.forEach(Await::result);
  }

  /**
   * A third is written at once and read; a third waits until the lease has lapsed, and has the old
   * value of right when it is written; of a third nothing is there when the holder goes on.
   */
  private static void write(long round, Lane lane, Face face) {
    String key = Lane.key(round);
    int kind = lane.lane() % KINDS;
    if (kind == 1) {
      face.get(key);
    }
    lane.set(Word.SOURCE, Lane.after(round));
    lane.set(Word.WROTE, round);
    // What is queued is promised to this process only: it is said again until it is done.
    for (int i = 0; !face.invalidate(key); i++) {
      if (i == MOST_TRIES) {
        throw new IllegalStateException("no invalidation in lane " + lane.lane() + " is done");
      }
      Board.pause(TRY_AGAIN);
    }
    if (kind != 2) {
      lane.countIf(Lane.isOld(face.get(key), round), Word.STALE);
    }
  }
}
