package dev.mainstay.redis.internal.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys are at one moment. Two are equal where no slot and no server changed between.
 *
 * @param shards the servers that share the keys and are connected to
 * @param whole whether those are all that share them
 * @param moves how many slots were given to another server until then
 */
public record Layout(List<Link.Shard> shards, boolean whole, long moves) {

  /** The same connection is the same shard. */
  private record Over(Traffic traffic, Line line) implements Link.Shard {
    @Override
    public CompletableFuture<List<@Nullable Object>> dispatch(Request request) {
      Call<List<@Nullable Object>> call =
          new Call<>(traffic, Call.Detour.NONE, request, new TreeReply());
      if (traffic.admit(call)) {
        line.take(call);
      }
      return call;
    }
  }

  /** The count comes first: what moves meanwhile is seen in the next. */
  static Layout of(Topology topology, Traffic traffic) {
    long moves = topology.moves();
    List<Server> primaries = topology.primaries();
    List<Link.Shard> shards =
        primaries.stream()
            .map(Server::line)
            .flatMap(Stream::ofNullable)
            .map(line -> (Link.Shard) new Over(traffic, line))
            .toList();
    return new Layout(shards, !shards.isEmpty() && shards.size() == primaries.size(), moves);
  }
}
