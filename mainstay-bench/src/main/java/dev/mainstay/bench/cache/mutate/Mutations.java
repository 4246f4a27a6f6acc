package dev.mainstay.bench.cache.mutate;

import dev.mainstay.bench.cache.mutate.Trial.Counts;
import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.report.Await;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.redis.internal.keys.CacheKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Trials of writes through two replicas in this process, side by side in lanes. */
final class Mutations {
  private final BenchRedis redis;
  private final String database;
  private final int lanes;
  private final long seed;

  Mutations(BenchRedis redis, String database, int lanes, long seed) {
    this.redis = redis;
    this.database = database;
    this.lanes = lanes;
    this.seed = seed;
  }

  /**
   * Runs trials.
   *
   * @param heard one trial is over
   */
  Counts run(Way way, int trials, Runnable heard) {
    Counts counts = new Counts();
    ExecutorService pool = Executors.newCachedThreadPool();
    try (MainstayCache one = new MainstayCache(MainstayCache.engine(redis.url()));
        MainstayCache other = new MainstayCache(MainstayCache.engine(redis.url()))) {
      List<Future<?>> working = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        int first = lane;
        working.add(
            pool.submit(
                () -> {
                  lane(way, first, trials, one, other, pool, counts, heard);
                  return null;
                }));
      }
      working.forEach(Await::result);
      return counts;
    } finally {
      pool.shutdownNow();
    }
  }

  private void lane(
      Way way,
      int first,
      int trials,
      MainstayCache one,
      MainstayCache other,
      ExecutorService pool,
      Counts counts,
      Runnable heard)
      throws Exception {
    try (Replica here = new Replica(one, database);
        Replica there = new Replica(other, database);
        Resp admin = redis.admin()) {
      Trial trial = new Trial(way, here, there, pool, forget(admin), counts);
      for (int i = first; i < trials; i += lanes) {
        trial.run(way + ":" + i, seed * 1_000_003 + i);
        heard.run();
      }
    }
  }

  /** Ends what a dead writer announced, as a minute of silence does; a value stays. */
  static Consumer<String> forget(Resp admin) {
    return key -> {
      byte[] spelled = CacheKeys.entry(MainstayCache.entry(Replica.CACHE, key));
      String name = new String(spelled, StandardCharsets.ISO_8859_1);
      if (admin.text("GETRANGE", name, "0", "0").equals("T")) {
        admin.call("PEXPIRE", name, "0");
      }
    };
  }
}
