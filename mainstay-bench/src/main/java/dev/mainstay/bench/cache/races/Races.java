package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.races.Racer.Course;
import dev.mainstay.bench.cache.races.Racer.Side;
import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.cache.shared.Forked;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Races of one rival: a process that reads and one that writes, side by side in lanes. */
final class Races {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Rival rival;
  private final String url;
  private final int lanes;
  private final long seed;

  Races(Rival rival, String url, int lanes, long seed) {
    this.rival = rival;
    this.url = url;
    this.lanes = lanes;
    this.seed = seed;
  }

  /** What was counted; see {@link Word}. */
  record Seen(
      long trials,
      long overlaps,
      long close,
      long lapses,
      long beside,
      long stale,
      long stored,
      long ownMissed,
      long slowest,
      long queued) {
    static Seen of(Board board, long trials) {
      return new Seen(
          trials,
          board.sum(Word.OVERLAPS),
          board.sum(Word.CLOSE),
          board.sum(Word.LAPSES),
          board.sum(Word.BESIDE),
          board.sum(Word.STALE),
          board.sum(Word.STORED),
          board.sum(Word.OWN_MISSED),
          board.most(Word.SLOWEST),
          board.sum(Word.QUEUED));
    }
  }

  /**
   * In two processes of their own.
   *
   * @param heard how many trials are over, again and again
   */
  Seen run(long trials, LongConsumer heard) {
    long each = Math.max(1, trials / lanes);
    try (Board board = Board.create(lanes);
        Forked reader = start(Side.READER, each, board);
        Forked writer = start(Side.WRITER, each, board)) {
      while (reader.isAlive() && writer.isAlive()) {
        heard.accept(board.sum(Word.OVER));
        Board.pause(LOOK.toNanos());
      }
      // The first to end says how; the other waits for it in vain where it failed.
      (writer.isAlive() ? reader : writer).join();
      writer.join();
      reader.join();
      return Seen.of(board, board.sum(Word.OVER));
    }
  }

  private Forked start(Side side, long each, Board board) {
    return Forked.start(Racer.class, url, new Course(side, rival, seed, each).args(board));
  }

  /** The same in this process, on two connections: what a short test has the time for. */
  Seen here(long trials) {
    long each = Math.max(1, trials / lanes);
    try (Board board = Board.create(lanes)) {
      CompletableFuture<?> reader =
          CompletableFuture.runAsync(
              () -> Racer.race(new Course(Side.READER, rival, seed, each), board, url),
              work -> new Thread(work, "cache-race-reader").start());
      Racer.race(new Course(Side.WRITER, rival, seed, each), board, url);
      reader.join();
      return Seen.of(board, board.sum(Word.OVER));
    }
  }
}
