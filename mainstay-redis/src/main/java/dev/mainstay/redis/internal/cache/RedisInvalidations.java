package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.keys.CacheKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.redis.internal.near.TrackedProofs;
import dev.mainstay.spi.Ear;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Watch;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads entries that the server then says the changes of. */
public final class RedisInvalidations extends TrackedProofs implements Invalidations {
  private static final byte[] PUBLISH = CacheScripts.text("PUBLISH");

  private final Link link;
  private final RedisCacheStore store;

  /** For the entries of a store. */
  public RedisInvalidations(Link link, RedisCacheStore store) {
    super(link.tracking());
    this.link = link;
    this.store = store;
  }

  @Override
  public CompletionStage<Stored> watch(EntryKey key, Watch watch) {
    return tracking.read("cache.get", CacheKeys.entry(key), watch).thenApply(store::read);
  }

  @Override
  public CompletionStage<Optional<Long>> watchTag(
      String namespace, String cache, String tag, Watch watch) {
    return tracking
        .read("cache.moves", CacheKeys.tag(namespace, cache, tag), watch)
        .thenApply(
            bytes -> {
              Optional<Long> moved = TagMoves.count(bytes);
              if (moved.isEmpty()) {
                watch.close();
              }
              return moved;
            });
  }

  @Override
  public Runnable hear(String before, String after, Ear ear) {
    Hearing hearing = new Hearing(before, after, ear);
    return link.broadcasts().hear(hearing.pattern(), hearing);
  }

  @Override
  public CompletionStage<Void> tell(String channel, String text) {
    Request request =
        new Request("cache.tell", "PUBLISH", Deadline.WRITE, PUBLISH, utf8(channel), utf8(text));
    return link.dispatch(request).thenAccept(receivers -> {});
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
