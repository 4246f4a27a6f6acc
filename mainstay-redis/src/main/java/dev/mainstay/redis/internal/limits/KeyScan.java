package dev.mainstay.redis.internal.limits;

import dev.mainstay.redis.internal.keys.LimitKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.spi.LimitKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Looks through the keys of all servers, one after the other, until enough are found. */
final class KeyScan {
  private static final byte[] SCAN = LimitScripts.text("SCAN");
  private static final byte[] MATCH = LimitScripts.text("MATCH");
  private static final byte[] COUNT = LimitScripts.text("COUNT");
  private static final byte[] STEP = LimitScripts.text("1000");
  private static final byte[] BEGIN = LimitScripts.text("0");

  private final String namespace;
  private final String limit;
  private final String prefix;
  private final int most;
  private final Set<LimitKey> found = new LinkedHashSet<>();

  KeyScan(String namespace, String limit, String prefix, int most) {
    this.namespace = namespace;
    this.limit = limit;
    this.prefix = prefix;
    this.most = most;
  }

  CompletableFuture<List<LimitKey>> of(Link link) {
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (Link.Shard shard : link.shards()) {
      all = all.thenCompose(before -> scan(shard, BEGIN));
    }
    return all.thenApply(done -> List.copyOf(found));
  }

  private CompletableFuture<Void> scan(Link.Shard shard, byte[] cursor) {
    if (found.size() >= most) {
      return CompletableFuture.completedFuture(null);
    }
    byte[] pattern = LimitKeys.pattern(namespace, limit);
    Request request =
        new Request(
            "limits.keys", "SCAN", Deadline.READ, SCAN, cursor, MATCH, pattern, COUNT, STEP);
    return shard
        .dispatch(request)
        .thenCompose(
            reply -> {
              keep(reply.get(1));
              byte[] next = (byte[]) reply.get(0);
              return next == null || (next.length == 1 && next[0] == '0')
                  ? CompletableFuture.completedFuture(null)
                  : scan(shard, next);
            });
  }

  private void keep(@Nullable Object keys) {
    if (keys instanceof List<?> some) {
      for (Object one : some) {
        LimitKey key = LimitKeys.read(namespace, limit, (byte[]) one);
        if (key != null && key.key().startsWith(prefix) && found.size() < most) {
          found.add(key);
        }
      }
    }
  }
}
