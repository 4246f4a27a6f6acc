package dev.mainstay.bench.cache.throughput;

import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.cache.shared.Forked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Many processes that all ask for a key that is not there, at the same time. */
final class Cold {
  /** So long a load takes. */
  static final Duration LOAD = Duration.ofMillis(50);

  private static final long AHEAD = 60_000_000;
  private static final long PATIENCE = 60_000_000_000L;

  private Cold() {}

  /**
   * What was seen.
   *
   * @param most the most loads in one round; one is right
   * @param latencies of what did not meet a hiccup of its process, without the first rounds
   * @param left how many were left out for one
   */
  record Seen(long most, double average, Histogram latencies, long left) {
    double millis(double percent) {
      return latencies.getValueAtPercentile(percent) / 1e6;
    }
  }

  /**
   * Runs rounds, a key each.
   *
   * @param warm so many of them, the first, are not looked at
   */
  static Seen run(Rival rival, String url, int processes, int threads, int rounds, int warm) {
    List<Forked> forked = new ArrayList<>();
    try (Board board = Board.create(processes * threads)) {
      try {
        for (int i = 0; i < processes; i++) {
          List<String> args = ColdReader.args(rival, board, i * threads, threads, rounds);
          forked.add(Forked.start(ColdReader.class, url, args));
        }
        if (!board.await(0, ColdWord.READY, processes, PATIENCE)) {
          throw new IllegalStateException("not all processes are there");
        }
        return rounds(board, rounds, warm);
      } finally {
        forked.forEach(Forked::close);
      }
    }
  }

  private static Seen rounds(Board board, int rounds, int warm) {
    Histogram latencies = new Histogram(3);
    long most = 0;
    long all = 0;
    long left = 0;
    for (int round = 1; round <= rounds; round++) {
      long before = board.get(0, ColdWord.LOADS);
      board.set(0, ColdWord.AT, System.nanoTime() + AHEAD);
      board.set(0, ColdWord.ROUND, round);
      for (int lane = 0; lane < board.lanes(); lane++) {
        if (!board.await(lane, ColdWord.DONE, round, PATIENCE)) {
          throw new IllegalStateException("nobody is answered in round " + round);
        }
        long took = board.get(lane, ColdWord.TOOK);
        if (round > warm && took > 0) {
          latencies.recordValue(took);
        }
        left += took > 0 || round <= warm ? 0 : 1;
      }
      long loads = round > warm ? board.get(0, ColdWord.LOADS) - before : 0;
      most = Math.max(most, loads);
      all += loads;
    }
    return new Seen(most, (double) all / (rounds - warm), latencies, left);
  }
}
