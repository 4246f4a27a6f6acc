package dev.mainstay.redis.internal.cache;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Layout;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Deletes entries. Each has a slot of its own, so each is a command of its own; many are on their
 * way at once, but not so many that others find no room.
 */
final class Deletes {
  private static final byte[] DEL = CacheScripts.text("DEL");
  private static final byte[] UNLINK = CacheScripts.text("UNLINK");
  private static final byte[] SCAN = CacheScripts.text("SCAN");
  private static final byte[] MATCH = CacheScripts.text("MATCH");
  private static final byte[] COUNT = CacheScripts.text("COUNT");
  private static final byte[] STEP = CacheScripts.text("1000");
  private static final byte[] BEGIN = CacheScripts.text("0");
  private static final String BY_PREFIX = "cache.invalidatePrefix";
  private static final int AT_ONCE = 256;
  private static final int MOST_SCANS = 5;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Link link;

  Deletes(Link link) {
    this.link = link;
  }

  /** Deletes keys; how many there were. */
  CompletableFuture<Long> of(List<byte[]> keys) {
    return of("cache.invalidate", "DEL", DEL, keys);
  }

  private CompletableFuture<Long> of(
      String operation, String name, byte[] command, List<byte[]> keys) {
    if (keys.size() > AT_ONCE) {
      return of(operation, name, command, keys.subList(0, AT_ONCE))
          .thenCompose(
              some ->
                  of(operation, name, command, keys.subList(AT_ONCE, keys.size()))
                      .thenApply(others -> some + others));
    }
    CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
    List<CompletableFuture<Long>> sent = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      Request request = new Request(operation, name, Deadline.WRITE, command, key).at(key);
      sent.add(link.dispatch(request).thenApply(reply -> (Long) reply.get(0)));
    }
    for (CompletableFuture<Long> one : sent) {
      sum = sum.thenCombine(one, Long::sum);
    }
    return sum;
  }

  /**
   * Deletes the keys that match a pattern; how many there were. Where keys went from one server to
   * another meanwhile, some may have been missed: it is done again then.
   */
  CompletableFuture<Long> matching(byte[] pattern) {
    return matching(pattern, 1);
  }

  private CompletableFuture<Long> matching(byte[] pattern, int scan) {
    Layout before = link.layout();
    if (!before.whole()) {
      return unsure("a server of the store is not connected to; try again when it is");
    }
    CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
    for (Link.Shard shard : before.shards()) {
      sum = sum.thenCompose(some -> scan(shard, BEGIN, pattern).thenApply(others -> some + others));
    }
    return sum.thenCompose(
        some -> {
          if (link.layout().equals(before)) {
            return CompletableFuture.completedFuture(some);
          }
          return scan == MOST_SCANS
              ? unsure("keys go from server to server; try again when they stay")
              : matching(pattern, scan + 1).thenApply(others -> some + others);
        });
  }

  private static CompletableFuture<Long> unsure(String problem) {
    return CompletableFuture.failedFuture(
        new StoreUnavailableException(BY_PREFIX, problem, Applied.UNKNOWN, SOON, null));
  }

  private CompletableFuture<Long> scan(Link.Shard shard, byte[] cursor, byte[] pattern) {
    Request request =
        new Request(BY_PREFIX, "SCAN", Deadline.WRITE, SCAN, cursor, MATCH, pattern, COUNT, STEP);
    return shard
        .dispatch(request)
        .thenCompose(
            reply -> {
              byte[] next = reply.get(0) instanceof byte[] bytes ? bytes : BEGIN;
              CompletableFuture<Long> here = of(BY_PREFIX, "UNLINK", UNLINK, keys(reply.get(1)));
              return next.length == 1 && next[0] == '0'
                  ? here
                  : here.thenCompose(
                      some -> scan(shard, next, pattern).thenApply(others -> some + others));
            });
  }

  private static List<byte[]> keys(@Nullable Object reply) {
    List<byte[]> keys = new ArrayList<>();
    if (reply instanceof List<?> some) {
      some.forEach(key -> keys.add((byte[]) key));
    }
    return keys;
  }
}
