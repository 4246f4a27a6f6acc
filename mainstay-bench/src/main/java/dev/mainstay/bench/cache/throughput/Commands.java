package dev.mainstay.bench.cache.throughput;

import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.report.Await;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Monitor;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.cache.Cache;
import dev.mainstay.redis.internal.keys.CacheKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * What each operation asks the server: by {@code MONITOR} from clients, and by {@code INFO
 * commandstats} where no script adds what it does inside.
 */
final class Commands implements AutoCloseable {
  private static final String CACHE = "wire";
  private static final Duration SETTLED = Duration.ofMillis(100);
  private static final int TIMES = 100;

  /** What keeps connections alive, and what this measurement asks itself. */
  private static final Set<String> UPKEEP =
      Set.of(
          "ping", "time", "info", "config", "hello", "client", "echo", "monitor", "role", "auth");

  private final MainstayCache first;
  private final MainstayCache second;
  private final Cache<String, String> cache;
  private final Cache<String, String> other;
  private final Monitor monitor;
  private final Resp admin;

  Commands(BenchRedis redis) {
    this.first = new MainstayCache(MainstayCache.engine(redis.url()));
    this.second = new MainstayCache(MainstayCache.engine(redis.url()));
    this.cache = first.cache(CACHE);
    this.other = second.cache(CACHE);
    this.monitor = new Monitor(redis);
    this.admin = redis.admin();
    String unused = hold("warm");
  }

  /** What clients asked meanwhile, by command; of the last key a script is still on its way. */
  private Map<String, Long> window(Runnable work) {
    monitor.cut();
    work.run();
    BenchRedis.pause(SETTLED);
    return monitor.cut().stream()
        .filter(line -> !line.isInScript() && !UPKEEP.contains(line.command()))
        .collect(Collectors.groupingBy(Monitor.Line::command, TreeMap::new, Collectors.counting()));
  }

  private static double each(Map<String, Long> asked) {
    return asked.values().stream().mapToLong(Long::longValue).sum() / (double) TIMES;
  }

  /** Commands of a hit; as the server counts them. */
  double hit() {
    cache.put("hit", "value");
    admin.call("CONFIG", "RESETSTAT");
    Map<String, Long> asked = window(() -> times(i -> unused(cache.get("hit", key -> "other"))));
    String stats = admin.info("commandstats").getOrDefault("cmdstat_get", "");
    if (!stats.startsWith("calls=" + TIMES + ",")) {
      throw new IllegalStateException("commandstats says of GET: " + stats);
    }
    return each(asked);
  }

  double miss() {
    return each(window(() -> times(i -> unused(cache.get("miss" + i, key -> "value")))));
  }

  double invalidate() {
    times(i -> cache.put("gone" + i, "value"));
    admin.call("CONFIG", "RESETSTAT");
    double each = each(window(() -> times(i -> cache.invalidate("gone" + i))));
    String stats = admin.info("commandstats").getOrDefault("cmdstat_del", "");
    if (!stats.startsWith("calls=" + TIMES + ",")) {
      throw new IllegalStateException("commandstats says of DEL: " + stats);
    }
    return each;
  }

  double put() {
    return each(window(() -> times(i -> cache.put("put" + i, "value"))));
  }

  /**
   * Commands of one who waits for another replica's load.
   *
   * @param miss those of the other
   */
  double waiter(double miss) {
    Map<String, Long> both = window(() -> times(i -> unused(hold("held" + i))));
    return each(both) - miss;
  }

  /** One replica loads, and another waits for it. */
  private String hold(String key) {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch loading = new CountDownLatch(1);
      Future<String> holder =
          pool.submit(
              () ->
                  cache.get(
                      key,
                      any -> {
                        loading.countDown();
                        Board.pause(10_000_000);
                        return "value";
                      }));
      loading.await();
      String waited = other.get(key, any -> "loaded twice");
      return waited + Await.result(holder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      pool.shutdown();
    }
  }

  /** Bytes of an entry besides its key and its payload. */
  long overhead() {
    String value = "x".repeat(1_000);
    cache.put("weighed", value);
    byte[] key = CacheKeys.entry(MainstayCache.entry(CACHE, "weighed"));
    return admin.number("STRLEN", new String(key, StandardCharsets.ISO_8859_1)) - value.length();
  }

  private static void unused(String value) {
    if (value.isEmpty()) {
      throw new IllegalStateException("an empty value");
    }
  }

  /** What may be done many times. */
  private interface Times {
    void once(int i);
  }

  private static void times(Times work) {
    for (int i = 0; i < TIMES; i++) {
      work.once(i);
    }
  }

  @Override
  public void close() {
    monitor.close();
    admin.close();
    first.close();
    second.close();
  }
}
