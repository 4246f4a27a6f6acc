package dev.mainstay.bench.cache.races;

import dev.mainstay.bench.cache.rivals.CacheRival;
import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.rivals.Rival;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.report.Await;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.embedded.StoreAddress;
import dev.mainstay.redis.internal.keys.CacheKeys;
import dev.mainstay.server.logs.Logs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One of the two processes of a race, all its lanes. */
public final class Racer {
  /** The two sides, and those who are stopped while they load. */
  enum Side {
    READER,
    WRITER,
    HOLDER
  }

  /**
   * What a process races.
   *
   * @param trials of each lane
   */
  record Course(Side side, Rival rival, long seed, long trials) {
    /** Rivals of one make have the same keys, and what one has stored the next would find. */
    String race() {
      return rival + (side == Side.HOLDER ? "-held" : "-race");
    }

    List<String> args(Board board) {
      return List.of(
          side.name(),
          rival.name(),
          Long.toString(seed),
          Long.toString(trials),
          board.file().toString(),
          Integer.toString(board.lanes()));
    }
  }

  private static final int MOST_LOOKS = 100;

  private Racer() {}

  /** Races what its arguments say, on the store that its standard input names. */
  public static void main(String[] args) throws IOException {
    Logs.configure("error", "text");
    String url = StoreAddress.readFrom(System.in).url();
    Side side = Side.valueOf(args[0]);
    Course course =
        new Course(side, Rival.valueOf(args[1]), Long.parseLong(args[2]), Long.parseLong(args[3]));
    Board board = Board.open(Path.of(args[4]), Integer.parseInt(args[5]));
    race(course, board, url);
    // Some peers leave threads behind.
    System.exit(0);
  }

  /** Races here. */
  static void race(Course course, Board board, String url) {
    ExecutorService pool = Executors.newCachedThreadPool();
    try (CacheRival rival = course.rival.open(url)) {
      List<Future<?>> lanes = new ArrayList<>();
      for (int lane = 0; lane < board.lanes(); lane++) {
        Lane own = new Lane(board, lane, course.race());
        lanes.add(pool.submit(() -> race(course, own, rival, pool, url)));
      }
      lanes.forEach(Await::result);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void race(
      Course course, Lane lane, CacheRival rival, ExecutorService pool, String url) {
    boolean leases = course.rival.leases();
    switch (course.side) {
      case READER -> new ReaderSide(lane, rival, course.seed, course.trials, leases).run();
      case HOLDER -> new HolderSide(lane, rival, course.trials).run();
      case WRITER -> {
        try (Resp redis = connect(url)) {
          new WriterSide(
                  lane,
                  rival,
                  course.seed,
                  course.trials,
                  leases,
                  pool,
                  key -> lapse(redis, lane, key))
              .run();
        }
      }
    }
  }

  private static Resp connect(String url) {
    URI address = URI.create(url);
    Resp redis = Resp.connect(address.getPort());
    String[] user = address.getUserInfo().split(":", 2);
    redis.call("AUTH", user[0], user[1]);
    return redis;
  }

  /** As if its holder had not been heard of for two seconds. */
  private static void lapse(Resp redis, Lane lane, String key) {
    byte[] spelled = CacheKeys.entry(MainstayCache.entry(lane.cache(), key));
    String name = new String(spelled, StandardCharsets.ISO_8859_1);
    String lease = redis.text("GET", name);
    redis.call("PEXPIRE", name, "1");
    // Another may take the next one at once; and there is none where the load has ended already.
    for (int i = 0; i < MOST_LOOKS && redis.text("GET", name).equals(lease); i++) {
      Board.pause(200_000);
    }
  }
}
