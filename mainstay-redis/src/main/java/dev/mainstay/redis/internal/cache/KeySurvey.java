package dev.mainstay.redis.internal.cache;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.internal.keys.CacheKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Layout;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.spi.Survey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One search of a cache: the keys of all servers, one after the other, a thousand keys of all kinds
 * with each command. Keys are drawn at random as they come by, so that any is measured as likely as
 * any other (Vitter's algorithm R), and no more are held than are measured or told.
 */
final class KeySurvey {
  private static final byte[] SCAN = CacheScripts.text("SCAN");
  private static final byte[] MATCH = CacheScripts.text("MATCH");
  private static final byte[] COUNT = CacheScripts.text("COUNT");
  private static final byte[] STEP = CacheScripts.text("1000");
  private static final byte[] BEGIN = CacheScripts.text("0");
  private static final byte[] MEMORY = CacheScripts.text("MEMORY");
  private static final byte[] USAGE = CacheScripts.text("USAGE");
  private static final long GONE = -1;
  private static final String OPERATION = "cache.survey";

  private final Link link;
  private final String namespace;
  private final String cache;
  private final byte[] pattern;
  private final int most;
  private final int measured;

  /** {@code SCAN} may say a key twice while the server's table grows. */
  private final Set<String> names = new LinkedHashSet<>();

  private final List<byte[]> drawn = new ArrayList<>();
  private long entries;

  /**
   * @param most so many names are told
   * @param measured of so many the memory is asked for
   */
  KeySurvey(Link link, String namespace, String cache, String prefix, int most, int measured) {
    this.link = link;
    this.namespace = namespace;
    this.cache = cache;
    this.pattern = CacheKeys.pattern(namespace, cache, prefix);
    this.most = most;
    this.measured = measured;
  }

  CompletableFuture<Survey> run() {
    Layout layout = link.layout();
    if (!layout.whole()) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException(
              OPERATION,
              "a server of the store is not connected to; try again when it is",
              Applied.NO,
              Duration.ofSeconds(1),
              null));
    }
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (Link.Shard shard : layout.shards()) {
      all = all.thenCompose(before -> scan(shard, BEGIN));
    }
    return all.thenCompose(done -> measure());
  }

  private CompletableFuture<Void> scan(Link.Shard shard, byte[] cursor) {
    Request request =
        new Request(OPERATION, "SCAN", Deadline.READ, SCAN, cursor, MATCH, pattern, COUNT, STEP);
    return shard
        .dispatch(request)
        .thenCompose(
            reply -> {
              if (reply.get(1) instanceof List<?> keys) {
                keys.forEach(key -> seen((byte[]) key));
              }
              byte[] next = reply.get(0) instanceof byte[] bytes ? bytes : BEGIN;
              return isDone(next) ? CompletableFuture.completedFuture(null) : scan(shard, next);
            });
  }

  /** Who asks for names alone does not wait for those that he is not told. */
  private boolean isDone(byte[] cursor) {
    boolean isTold = measured == 0 && names.size() == most;
    return isTold || (cursor.length == 1 && cursor[0] == '0');
  }

  private void seen(byte[] key) {
    entries++;
    if (names.size() < most) {
      names.add(CacheKeys.name(namespace, cache, key));
    }
    if (drawn.size() < measured) {
      drawn.add(key);
    } else if (measured > 0) {
      long place = ThreadLocalRandom.current().nextLong(entries);
      if (place < measured) {
        drawn.set((int) place, key);
      }
    }
  }

  private CompletableFuture<Survey> measure() {
    List<CompletableFuture<Long>> asked = new ArrayList<>(drawn.size());
    for (byte[] key : drawn) {
      Request request = new Request(OPERATION, "MEMORY", Deadline.READ, MEMORY, USAGE, key).at(key);
      asked.add(link.dispatch(request).thenApply(KeySurvey::size));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> survey(asked.stream().map(CompletableFuture::join).toList()));
  }

  private static long size(List<@Nullable Object> reply) {
    return reply.get(0) instanceof Long size ? size : GONE;
  }

  /** What is gone by now is not measured. */
  private Survey survey(List<Long> sizes) {
    int there = 0;
    long bytes = 0;
    for (long size : sizes) {
      if (size != GONE) {
        there++;
        bytes += size;
      }
    }
    return new Survey(entries, List.copyOf(names), there, bytes);
  }
}
