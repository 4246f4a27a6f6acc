package dev.mainstay.bench.cache.mutate;

import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.report.Await;
import dev.mainstay.cache.Cache;
import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.server.logs.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** A process that writes and reads until it is killed. */
public final class Worker {
  private static final long PAUSE = 3_000_000;
  private static final long STILL = 200_000;
  private static final int WRITES_OF_TEN = 6;

  private final Board board;
  private final int lane;
  private final boolean isFirst;
  private final Cache<String, String> cache;
  private final String database;

  private Worker(Board board, int lane, boolean isFirst, MainstayCache mainstay, String database) {
    this.board = board;
    this.lane = lane;
    this.isFirst = isFirst;
    this.cache = mainstay.cache(Replica.CACHE);
    this.database = database;
  }

  /** Works; its arguments are the board, its lanes, which of the two it is, and the database. */
  public static void main(String[] args) throws IOException {
    Logs.configure("error", "text");
    String url = StoreAddress.readFrom(System.in).url();
    Board board = Board.open(Path.of(args[0]), Integer.parseInt(args[1]));
    boolean isFirst = Boolean.parseBoolean(args[2]);
    ExecutorService pool = Executors.newCachedThreadPool();
    List<Future<?>> lanes = new ArrayList<>();
    MainstayCache mainstay = new MainstayCache(MainstayCache.engine(url));
    for (int lane = 0; lane < board.lanes(); lane++) {
      Worker worker = new Worker(board, lane, isFirst, mainstay, args[3]);
      lanes.add(
          pool.submit(
              () -> {
                worker.work();
                return null;
              }));
    }
    lanes.forEach(Await::result);
  }

  static String key(int lane) {
    return "killed:" + lane;
  }

  private void work() throws Exception {
    ThreadLocalRandom dice = ThreadLocalRandom.current();
    MutateWord idle = isFirst ? MutateWord.FIRST_IDLE : MutateWord.SECOND_IDLE;
    try (Books books = Books.open(database)) {
      while (true) {
        boolean paused = board.get(0, MutateWord.PAUSED) != 0;
        board.set(lane, idle, paused ? 1 : 0);
        if (paused) {
          Board.pause(STILL);
        } else if (dice.nextInt(10) < WRITES_OF_TEN) {
          mutate(books, dice);
        } else {
          String unused = cache.get(key(lane), key -> slowly(books, key, dice));
        }
      }
    }
  }

  private void mutate(Books books, ThreadLocalRandom dice) throws Exception {
    try {
      cache.mutate(key(lane), () -> write(books, dice));
      board.add(lane, MutateWord.WRITES, 1);
    } catch (StoreUnavailableException refused) {
      // At its begin, by a store too busy to take it down: nothing was written.
    }
    at(Step.NONE);
  }

  private Void write(Books books, ThreadLocalRandom dice) throws Exception {
    at(Step.ANNOUNCED);
    Board.pause(dice.nextLong(PAUSE));
    long version = board.add(lane, MutateWord.VERSION, 1) + 1;
    books.write(key(lane), version);
    at(Step.WRITTEN);
    Board.pause(dice.nextLong(PAUSE));
    if (dice.nextInt(10) == 0) {
      books.rollback();
    } else {
      books.commit();
    }
    at(Step.COMMITTED);
    Board.pause(dice.nextLong(PAUSE));
    return null;
  }

  private static String slowly(Books books, String key, ThreadLocalRandom dice) throws Exception {
    long version = books.version(key);
    Board.pause(dice.nextLong(PAUSE));
    return Long.toString(version);
  }

  @SuppressWarnings("EnumOrdinal") // the board has numbers, and both sides the same classes
  private void at(Step step) {
    MutateWord word = isFirst ? MutateWord.FIRST_STEP : MutateWord.SECOND_STEP;
    board.set(lane, word, step.ordinal());
  }
}
