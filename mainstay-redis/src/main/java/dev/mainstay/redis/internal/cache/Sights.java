package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.keys.CacheKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of entries. Their heads are read and no more of them, since a value may be large; a
 * head with all the tags that an entry may have is shorter than {@link #HEAD}.
 */
final class Sights {
  /** Such that a write of more writers than fit is one still. */
  private static final int HEAD = 4 + 2_047 * Long.BYTES;

  private static final long GONE = -2;

  private final CacheScripts scripts;
  private final TagMoves tags;

  Sights(CacheScripts scripts, TagMoves tags) {
    this.scripts = scripts;
    this.tags = tags;
  }

  CompletableFuture<Sight> of(EntryKey key) {
    byte[][] keys = {CacheKeys.entry(key)};
    return scripts
        .run("cache.inspect", CacheScripts.INSPECT, Deadline.READ, keys, CacheScripts.number(HEAD))
        .thenCompose(reply -> seen(key, reply));
  }

  private CompletableFuture<Sight> seen(EntryKey key, List<@Nullable Object> reply) {
    if (number(reply.get(0)) == GONE) {
      return CompletableFuture.completedFuture(Sight.ABSENT);
    }
    Sight.Room room = room(reply);
    long length = number(reply.get(3));
    byte[] head = reply.get(4) instanceof byte[] bytes ? bytes : new byte[0];
    Stored stored = EntryBytes.read(head);
    if (stored instanceof Stored.Value value) {
      return value(key, room, value, length - (head.length - value.entry().payload().length));
    }
    Sight sight = new Sight.Foreign(room);
    if (stored instanceof Stored.Leased) {
      sight = new Sight.Leased(room);
    } else if (stored instanceof Stored.Written) {
      sight = new Sight.Written(room, EntryBytes.writers(head));
    }
    return CompletableFuture.completedFuture(sight);
  }

  private CompletableFuture<Sight> value(
      EntryKey key, Sight.Room room, Stored.Value value, long payload) {
    var head = value.entry().withoutPayload();
    CompletableFuture<List<Boolean>> stand =
        head.tags().isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : tags.stand(key.namespace(), key.cache(), head.tags());
    return stand.thenApply(each -> new Sight.Value(room, head, payload, value.stamp(), each));
  }

  private static Sight.Room room(List<@Nullable Object> reply) {
    long idle = number(reply.get(1));
    return new Sight.Room(
        number(reply.get(2)),
        Duration.ofMillis(Math.max(0, number(reply.get(0)))),
        idle < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(idle)));
  }

  private static long number(@Nullable Object reply) {
    return reply instanceof Long number ? number : 0;
  }
}
