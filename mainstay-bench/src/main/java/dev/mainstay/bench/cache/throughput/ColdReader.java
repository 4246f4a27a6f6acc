package dev.mainstay.bench.cache.throughput;

import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.CacheRival.Face;
import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.chaos.history.HiccupMeter;
import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.server.logs.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process whose threads all ask for one key that is not there, again and again. */
public final class ColdReader {
  private static final long PATIENCE = 60_000_000_000L;

  private final Board board;
  private final int first;
  private final int threads;
  private final HiccupMeter meter;
  private final Face face;

  private ColdReader(
      Board board, int first, int threads, HiccupMeter meter, CacheRival rival, String name) {
    this.board = board;
    this.first = first;
    this.threads = threads;
    this.meter = meter;
    this.face = rival.face(name + threads, this::load);
  }

  /** What {@link #main} is told. */
  static List<String> args(Rival rival, Board board, int first, int threads, int rounds) {
    return List.of(
        rival.name(),
        board.file().toString(),
        Integer.toString(board.lanes()),
        Integer.toString(first),
        Integer.toString(threads),
        Integer.toString(rounds));
  }

  /** Asks in as many rounds as its arguments say. */
  public static void main(String[] args) throws IOException {
    Logs.configure("error", "text");
    String url = StoreAddress.readFrom(System.in).url();
    Board board = Board.open(Path.of(args[1]), Integer.parseInt(args[2]));
    int threads = Integer.parseInt(args[4]);
    try (CacheRival rival = Rival.valueOf(args[0]).open(url);
        HiccupMeter meter = HiccupMeter.start(System::nanoTime)) {
      new ColdReader(board, Integer.parseInt(args[3]), threads, meter, rival, args[0])
          .run(Integer.parseInt(args[5]));
    }
    System.exit(0);
  }

  private String load(String key) {
    board.add(0, ColdWord.LOADS, 1);
    Board.pause(Cold.LOAD.toNanos());
    return key;
  }

  private void run(int rounds) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    board.add(0, ColdWord.READY, 1);
    for (int round = 1; round <= rounds; round++) {
      if (!board.await(0, ColdWord.ROUND, round, PATIENCE)) {
        throw new IllegalStateException("no round " + round);
      }
      String key = "cold" + round;
      long at = board.get(0, ColdWord.AT);
      for (int thread = 0; thread < threads; thread++) {
        int lane = first + thread;
        int current = round;
        pool.execute(() -> ask(lane, current, key, at));
      }
    }
    for (int thread = 0; thread < threads; thread++) {
      board.await(first + thread, ColdWord.DONE, rounds, PATIENCE);
    }
    pool.shutdown();
  }

  private void ask(int lane, int round, String key, long at) {
    Board.pause(Math.max(0, at - System.nanoTime()));
    long begun = System.nanoTime();
    String unused = face.get(key);
    long now = System.nanoTime();
    boolean ran = !meter.hiccups().within(begun, now);
    board.set(lane, ColdWord.TOOK, ran ? now - begun : begun - now);
    board.set(lane, ColdWord.DONE, round);
  }
}
