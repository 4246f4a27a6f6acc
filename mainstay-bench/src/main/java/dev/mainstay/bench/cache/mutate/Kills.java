package dev.mainstay.bench.cache.mutate;

import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.cache.shared.Forked;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Kills (SIGKILL) one of two processes that write and read the same books, again and again, and
 * looks each time, when the other holds still and the database has let go of the dead, whether
 * anything stale is read: now, and after the dead are forgotten.
 */
final class Kills {
  private static final long LONGEST = 20_000_000_000L;
  private static final long LOOK = 2_000_000;
  private static final List<Step> STEPS = List.of(Step.values());

  private final BenchRedis redis;
  private final String database;
  private final int lanes;
  private final Map<Step, Long> steps = new EnumMap<>(Step.class);
  private long stale;
  private long writes;

  Kills(BenchRedis redis, String database, int lanes) {
    this.redis = redis;
    this.database = database;
    this.lanes = lanes;
  }

  long stale() {
    return stale;
  }

  /** How many writes the processes finished, all together. */
  long writes() {
    return writes;
  }

  /** How many lanes were killed at a step. */
  long at(Step step) {
    return steps.getOrDefault(step, 0L);
  }

  void run(int kills, long seed, Runnable heard) throws Exception {
    SplittableRandom dice = new SplittableRandom(seed);
    try (Board board = Board.create(lanes);
        MainstayCache here = new MainstayCache(MainstayCache.engine(redis.url()));
        MainstayCache there = new MainstayCache(MainstayCache.engine(redis.url()));
        Replica one = new Replica(here, database);
        Replica other = new Replica(there, database);
        Resp admin = redis.admin()) {
      for (int lane = 0; lane < lanes; lane++) {
        one.add(Worker.key(lane));
      }
      Forked[] workers = {start(board, true), start(board, false)};
      Consumer<String> forget = Mutations.forget(admin);
      try {
        for (int kill = 0; kill < kills; kill++) {
          int victim = dice.nextInt(workers.length);
          atWork(board, dice);
          workers[victim].kill();
          board.set(0, MutateWord.PAUSED, 1);
          note(board, victim);
          still(board, victim);
          for (int lane = 0; lane < lanes; lane++) {
            stale += isStale(Worker.key(lane), one, other, forget) ? 1 : 0;
          }
          workers[victim] = start(board, victim == 0);
          board.set(0, MutateWord.PAUSED, 0);
          heard.run();
        }
        writes = board.sum(MutateWord.WRITES);
      } finally {
        workers[0].close();
        workers[1].close();
      }
    }
  }

  private Forked start(Board board, boolean isFirst) {
    MutateWord idle = isFirst ? MutateWord.FIRST_IDLE : MutateWord.SECOND_IDLE;
    MutateWord step = isFirst ? MutateWord.FIRST_STEP : MutateWord.SECOND_STEP;
    for (int lane = 0; lane < lanes; lane++) {
      board.set(lane, idle, 1);
      board.set(lane, step, 0);
    }
    String name = isFirst ? "first" : "second";
    List<String> args =
        List.of(
            board.file().toString(),
            Integer.toString(lanes),
            Boolean.toString(isFirst),
            database + "&ApplicationName=" + name);
    return Forked.start(Worker.class, redis.url(), args);
  }

  /** Lets both work for a while, from when the last has started. */
  private void atWork(Board board, SplittableRandom dice) {
    for (int lane = 0; lane < lanes; lane++) {
      until(board, lane, MutateWord.FIRST_IDLE, 0);
      until(board, lane, MutateWord.SECOND_IDLE, 0);
    }
    Board.pause(Duration.ofMillis(100).toNanos() + dice.nextLong(100_000_000));
  }

  /** Where the dead was in each lane. */
  private void note(Board board, int victim) {
    for (int lane = 0; lane < lanes; lane++) {
      MutateWord word = victim == 0 ? MutateWord.FIRST_STEP : MutateWord.SECOND_STEP;
      steps.merge(STEPS.get((int) board.get(lane, word)), 1L, Long::sum);
    }
  }

  /** The other is between two writes, and of the dead no transaction is left. */
  private void still(Board board, int victim) throws Exception {
    for (int lane = 0; lane < lanes; lane++) {
      until(board, lane, victim == 0 ? MutateWord.SECOND_IDLE : MutateWord.FIRST_IDLE, 1);
    }
    String sessions =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '"
            + (victim == 0 ? "first" : "second")
            + "'";
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      long left = 1;
      while (left > 0) {
        try (ResultSet rows = statement.executeQuery(sessions)) {
          rows.next();
          left = rows.getLong(1);
        }
        Board.pause(LOOK);
      }
    }
  }

  private static void until(Board board, int lane, MutateWord word, long value) {
    long end = System.nanoTime() + LONGEST;
    while (board.get(lane, word) != value) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("lane " + lane + ": " + word + " is never " + value);
      }
      Board.pause(LOOK);
    }
  }

  private static boolean isStale(String key, Replica one, Replica other, Consumer<String> forget)
      throws Exception {
    String truth = one.truth(key);
    boolean right = true;
    for (Replica replica : List.of(one, other, one)) {
      right &= replica.read(key, 0, new LongAdder()).equals(truth);
    }
    forget.accept(key);
    for (Replica replica : List.of(one, other, one)) {
      right &= replica.read(key, 0, new LongAdder()).equals(truth);
    }
    return !right;
  }
}
