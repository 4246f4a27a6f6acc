package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.keys.CacheKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.Moves;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Where the tags of caches stand: read by one command as long as all of them are known. */
final class TagMoves {
  private static final byte[] MGET = CacheScripts.text("MGET");

  /** Longer than any entry lives, so that no tag is forgotten while an entry has it. */
  private static final Duration LIFE = Duration.ofDays(60);

  /** A count begins anywhere below, so that who lost count does not meet one of before. */
  private static final long FIRST = 1L << 52;

  private final CacheScripts scripts;

  TagMoves(CacheScripts scripts) {
    this.scripts = scripts;
  }

  CompletableFuture<Moves> moves(String namespace, String cache, List<String> tags) {
    byte[][] keys = keys(namespace, cache, tags);
    return ask("cache.moves", keys)
        .thenCompose(
            reply -> {
              Moves known = read(reply);
              return known == null ? made(keys) : CompletableFuture.completedFuture(known);
            });
  }

  /** Of each mark, whether its tag stands there; what is not known stays so. */
  CompletableFuture<List<Boolean>> stand(String namespace, String cache, List<TagMark> marks) {
    byte[][] keys = keys(namespace, cache, marks.stream().map(TagMark::tag).toList());
    return ask("cache.inspect", keys).thenApply(reply -> stand(reply, marks));
  }

  private static List<Boolean> stand(List<@Nullable Object> reply, List<TagMark> marks) {
    Optional<Long> all = count(reply.get(0));
    List<Boolean> stand = new ArrayList<>(marks.size());
    for (int i = 0; i < marks.size(); i++) {
      // As it would be told to who reads the entry: a tag that is not known stands where all do.
      Optional<Long> moved = all.isEmpty() ? all : count(reply.get(1 + i)).or(() -> all);
      stand.add(moved.isPresent() && moved.get() == marks.get(i).moved());
    }
    return List.copyOf(stand);
  }

  private CompletableFuture<List<@Nullable Object>> ask(String operation, byte[][] keys) {
    byte[][] parts = new byte[1 + keys.length][];
    parts[0] = MGET;
    System.arraycopy(keys, 0, parts, 1, keys.length);
    return scripts
        .link()
        .dispatch(new Request(operation, "MGET", Deadline.READ, parts).at(keys[0]));
  }

  private CompletableFuture<Moves> made(byte[][] keys) {
    return scripts
        .run("cache.moves", CacheScripts.MOVES, Deadline.READ, keys, first(), life())
        .thenApply(
            reply -> {
              Moves made = read(reply);
              if (made == null) {
                throw new IllegalStateException("cache.moves answered " + reply);
              }
              return made;
            });
  }

  CompletableFuture<Void> move(String namespace, String cache, List<String> tags) {
    byte[][] keys = keys(namespace, cache, tags);
    return scripts
        .run("cache.move", CacheScripts.MOVE, Deadline.WRITE, keys, first(), life())
        .thenAccept(moved -> {});
  }

  private static byte[] first() {
    return CacheScripts.number(ThreadLocalRandom.current().nextLong(FIRST));
  }

  private static byte[] life() {
    return CacheScripts.millis(LIFE);
  }

  /** That of the cache first. */
  private static byte[][] keys(String namespace, String cache, List<String> tags) {
    byte[][] keys = new byte[1 + tags.size()][];
    keys[0] = CacheKeys.count(namespace, cache);
    for (int i = 0; i < tags.size(); i++) {
      keys[1 + i] = CacheKeys.tag(namespace, cache, tags.get(i));
    }
    return keys;
  }

  /** A count as it is stored; empty where it is none. */
  static Optional<Long> count(@Nullable Object stored) {
    if (!(stored instanceof byte[] text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(new String(text, StandardCharsets.US_ASCII)));
    } catch (NumberFormatException foreign) {
      return Optional.empty();
    }
  }

  /** {@code null} where one is not known. */
  private static @Nullable Moves read(List<@Nullable Object> reply) {
    List<Long> counts = new ArrayList<>(reply.size());
    for (Object one : reply) {
      Optional<Long> count = count(one);
      if (count.isEmpty()) {
        return null;
      }
      counts.add(count.get());
    }
    return new Moves(counts.get(0), List.copyOf(counts.subList(1, counts.size())));
  }
}
