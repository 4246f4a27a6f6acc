package dev.mainstay.redis.internal.sessions;

import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions there are, without a counter that every login would have to write and every
 * expiry would leave wrong. A small store is counted key by key. Of a large one some keys are drawn
 * at random: the part of them that are sessions, over the last draws, times the number of keys.
 *
 * <p>Of 3,200 keys drawn the part is right to 1.8 % of the keys, 19 times in 20. Sessions of a
 * revoked namespace count until their keys expire.
 */
final class LiveSessions {
  private static final int FEW = 1_000;
  private static final int DRAWN = 200;
  private static final int DRAWS = 16;
  private static final Request SIZE = request("DBSIZE");
  private static final Request DRAW = request("RANDOMKEY");
  private static final Request ALL = request("SCAN", "0", "COUNT", Integer.toString(2 * FEW));

  private final Link link;
  private final Deque<Long> sessionsInDraws = new ArrayDeque<>();

  LiveSessions(Link link) {
    this.link = link;
  }

  /** About how many; two round trips. */
  CompletableFuture<Long> estimate() {
    return link.dispatch(SIZE).thenCompose(size -> estimate(Answers.number(size.get(0))));
  }

  private CompletableFuture<Long> estimate(long size) {
    return size <= FEW
        ? link.dispatch(ALL).thenApply(LiveSessions::count)
        : draw().thenApply(part -> Math.round(part * size));
  }

  private static long count(List<@Nullable Object> scanned) {
    return scanned.get(1) instanceof List<?> keys ? sessions(keys.stream()) : 0;
  }

  private CompletableFuture<Double> draw() {
    List<CompletableFuture<List<@Nullable Object>>> draws = new ArrayList<>(DRAWN);
    for (int i = 0; i < DRAWN; i++) {
      draws.add(link.dispatch(DRAW));
    }
    return CompletableFuture.allOf(draws.toArray(CompletableFuture<?>[]::new))
        .thenApply(drawn -> part(sessions(draws.stream().flatMap(key -> key.join().stream()))));
  }

  private synchronized double part(long sessions) {
    sessionsInDraws.addLast(sessions);
    if (sessionsInDraws.size() > DRAWS) {
      sessionsInDraws.removeFirst();
    }
    long all = sessionsInDraws.stream().mapToLong(Long::longValue).sum();
    return all / (double) (DRAWN * sessionsInDraws.size());
  }

  private static long sessions(Stream<? extends @Nullable Object> keys) {
    return keys.filter(key -> key instanceof byte[] bytes && SessionKeys.isSession(bytes)).count();
  }

  private static Request request(String... parts) {
    return new Request(
        "sessions.count",
        parts[0],
        Deadline.READ,
        Stream.of(parts)
            .map(part -> part.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new));
  }
}
