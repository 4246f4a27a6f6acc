package dev.mainstay.bench.limits;

import static dev.mainstay.bench.limits.Entrant.TIGHT;
import static dev.mainstay.bench.limits.Entrant.WIDE;

import dev.mainstay.bench.limits.rivals.Bucket4jRival;
import dev.mainstay.bench.limits.rivals.MainstayRival;
import dev.mainstay.bench.limits.rivals.Rate;
import dev.mainstay.bench.limits.rivals.RawIncr;
import dev.mainstay.bench.limits.rivals.RawScript;
import dev.mainstay.bench.limits.rivals.RedissonRival;
import dev.mainstay.bench.limits.rivals.Rival;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All who can be asked, on one server, and the threads that ask. */
final class Field implements AutoCloseable {
  /** In the order of the tables. */
  static final List<String> NAMES =
      List.of("Mainstay", "raw EVALSHA", "raw INCR", "bucket4j", "bucket4j batching", "Redisson");

  /** More than any run can take of a chunk's limit. */
  private static final Rate VAST = new Rate(500_000_000_000L, Duration.ofHours(1));

  private static final long CHUNK = 50_000;
  private static final Duration HOLD = Duration.ofMillis(100);
  private static final long TIGHT_CHUNK = 10;
  private static final Duration TIGHT_HOLD = Duration.ofMillis(20);

  private final MainstayRival mainstay;
  private final RawIncr incr;
  private final List<Rival> rivals;
  private final ExecutorService pool = Executors.newCachedThreadPool();

  Field(BenchRedis redis) {
    String url = redis.url();
    this.mainstay = new MainstayRival(url);
    this.incr = new RawIncr(url);
    this.rivals =
        List.of(
            mainstay,
            new RawScript(url),
            incr,
            Bucket4jRival.plain(url),
            Bucket4jRival.batching(url),
            new RedissonRival(redis));
  }

  /** Who takes part in a scene. */
  List<Entrant> of(Scene scene) {
    if (scene == Scene.FLIGHT) {
      return List.of(flight(scene), incrFlight(scene));
    }
    if (scene == Scene.CHUNKS) {
      return List.of(chunks(scene), incrBatches(scene));
    }
    List<Entrant> entrants = new ArrayList<>();
    for (Rival rival : rivals) {
      // Combining what meets is for one key; a script in between is beside many.
      boolean isLeftOut =
          scene == Scene.KEYS
              ? rival.name().equals("bucket4j batching")
              : rival.name().equals("raw EVALSHA");
      if (!isLeftOut) {
        entrants.add(threads(scene, rival));
      }
    }
    return entrants;
  }

  private Entrant threads(Scene scene, Rival rival) {
    Load wide = load(scene, rival, WIDE, scene.keys());
    Load tight = rival.equals(incr) ? null : load(scene, rival, TIGHT, 1);
    return new Entrant(rival.name(), wide, tight);
  }

  private Load load(Scene scene, Rival rival, Rate rate, int keys) {
    return new Threads(pool, scene.callers(), rival.gate(name(scene, rate), rate, keys), keys);
  }

  private static String name(Scene scene, Rate rate) {
    return scene.name().toLowerCase(Locale.ROOT) + (rate.equals(TIGHT) ? "-tight" : "-wide");
  }

  private Entrant flight(Scene scene) {
    return new Entrant(mainstay.name(), flight(scene, WIDE), flight(scene, TIGHT));
  }

  private Load flight(Scene scene, Rate rate) {
    Limiter limiter = mainstay.limiter(name(scene, rate), Limit.gcra(rate.permits(), rate.per()));
    String key = Rival.key(0);
    return new Flight<Decision>(
        scene.callers(), () -> limiter.async().take(key), MainstayRival::isIn);
  }

  private Entrant incrFlight(Scene scene) {
    var take = incr.async(name(scene, WIDE));
    return new Entrant(incr.name(), new Flight<>(scene.callers(), take, count -> count > 0), null);
  }

  private Entrant chunks(Scene scene) {
    return new Entrant(
        mainstay.name(),
        chunks(scene, VAST, CHUNK, HOLD),
        chunks(scene, TIGHT, TIGHT_CHUNK, TIGHT_HOLD));
  }

  private Load chunks(Scene scene, Rate rate, long chunk, Duration hold) {
    Limiter limiter =
        mainstay
            .limiter(name(scene, rate), Limit.gcra(rate.permits(), rate.per()))
            .inChunks(chunk, hold);
    String key = Rival.key(0);
    return new Batches(pool, scene.callers(), any -> MainstayRival.isIn(limiter.take(key)));
  }

  private Entrant incrBatches(Scene scene) {
    var gate = incr.gate(name(scene, VAST), VAST, 1);
    return new Entrant(incr.name(), new Batches(pool, scene.callers(), gate), null);
  }

  @Override
  public void close() {
    pool.shutdownNow();
    rivals.forEach(Rival::close);
  }
}
