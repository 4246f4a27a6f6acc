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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * What each operation asks the server: by {@code MONITOR}, and by {@code INFO commandstats}, which
 * has to agree.
 */
final class Commands implements AutoCloseable {
  private static final String CACHE = "wire";
  private static final Duration SETTLED = Duration.ofMillis(3);
  private static final int TIMES = 31;

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
  private final Map<String, Long> seen = new HashMap<>();

  Commands(BenchRedis redis) {
    this.first = new MainstayCache(MainstayCache.engine(redis.url()));
    this.second = new MainstayCache(MainstayCache.engine(redis.url()));
    this.cache = first.cache(CACHE);
    this.other = second.cache(CACHE);
    this.monitor = new Monitor(redis);
    this.admin = redis.admin();
    String unused = hold("warm");
  }

  /**
   * What clients ask for one operation: of many the one in the middle, since on a busy machine one
   * or the other does not wait for the server.
   */
  private double typical(IntConsumer operation) {
    long[] counts = new long[TIMES];
    for (int i = 0; i < TIMES; i++) {
      monitor.cut();
      operation.accept(i);
      // Of a miss the fill is on its way still.
      BenchRedis.pause(SETTLED);
      List<Monitor.Line> asked = monitor.cut();
      asked.forEach(line -> seen.merge(line.command(), 1L, Long::sum));
      counts[i] =
          asked.stream()
              .filter(line -> !line.isInScript() && !UPKEEP.contains(line.command()))
              .count();
    }
    Arrays.sort(counts);
    return counts[TIMES / 2];
  }

  /** The same, and the server has to have counted as many of a command as were seen. */
  private double counted(String command, IntConsumer operation) {
    seen.clear();
    admin.call("CONFIG", "RESETSTAT");
    double typical = typical(operation);
    String stats = admin.info("commandstats").getOrDefault("cmdstat_" + command, "calls=0,");
    if (!stats.startsWith("calls=" + seen.getOrDefault(command, 0L) + ",")) {
      throw new IllegalStateException("seen: " + seen + "; counted of " + command + ": " + stats);
    }
    return typical;
  }

  double hit() {
    cache.put("hit", "value");
    return counted("get", i -> unused(cache.get("hit", key -> "other")));
  }

  double miss() {
    return typical(i -> unused(cache.get("miss" + i, key -> "value")));
  }

  double invalidate() {
    return counted("del", i -> cache.invalidate("gone" + i));
  }

  double put() {
    return typical(i -> cache.put("put" + i, "value"));
  }

  /**
   * Commands of one who waits for another replica's load.
   *
   * @param miss those of the other
   */
  double waiter(double miss) {
    return typical(i -> unused(hold("held" + i))) - miss;
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

  @Override
  public void close() {
    monitor.close();
    admin.close();
    first.close();
    second.close();
  }
}
