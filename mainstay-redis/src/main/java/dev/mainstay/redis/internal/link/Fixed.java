package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.RedisOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One server, or whatever its address leads to. */
final class Fixed implements Topology {
  private final Server server;
  private final List<Server> servers;
  private final StartUp startUp;
  private final ReplicaCount replicas;

  Fixed(Wiring wiring) {
    RedisOptions options = wiring.options();
    this.server =
        new Server(
            wiring,
            options.url().servers().get(0),
            line -> CompletableFuture.completedFuture(null));
    this.servers = List.of(server);
    this.startUp = new StartUp(wiring);
    this.replicas = new ReplicaCount(wiring, server);
  }

  @Override
  public void start() {
    startUp.await(server);
    replicas.start();
  }

  @Override
  public Server server(byte @Nullable [] key) {
    return server;
  }

  @Override
  public List<Server> primaries() {
    return servers;
  }

  @Override
  public List<Server> servers() {
    return servers;
  }

  /** A replica stays one as far as anybody here knows; the next call sees a promotion. */
  @Override
  public Way onward(String error) {
    return END;
  }

  @Override
  public void close() {
    replicas.close();
    server.close();
  }
}
