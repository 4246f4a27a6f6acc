package dev.mainstay.server.ops;

import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisUrl.Topology;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreState;
import dev.mainstay.redis.StoreWarning;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What operations look at in the store of one role. Only the last two ask it. */
public interface StoreView {
  /** {@code state} or {@code cache}. */
  String role();

  /** How the link is, by the last heartbeats; answers at once. */
  StoreState state();

  /** What its servers are to each other; answers at once. */
  Topology topology();

  /** What the server said of itself when the connection was made; answers at once. */
  StoreFacts facts();

  /** What in the server's settings puts state at risk; answers at once. */
  List<StoreWarning> warnings();

  /** A section of the server's INFO. One round trip, within the engine's deadline. */
  CompletionStage<Map<String, String>> info(String section);

  /** How many sessions live, about. Two round trips, each within the engine's deadline. */
  CompletionStage<Long> liveSessions();

  /** The store behind an engine. */
  static StoreView of(String role, RedisEngine engine) {
    return new OfEngine(role, engine);
  }

  /** An engine, seen so. */
  record OfEngine(String role, RedisEngine engine) implements StoreView {
    @Override
    public StoreState state() {
      return engine.state();
    }

    @Override
    public Topology topology() {
      return engine.topology();
    }

    @Override
    public StoreFacts facts() {
      return engine.facts();
    }

    @Override
    public List<StoreWarning> warnings() {
      return engine.warnings();
    }

    @Override
    public CompletionStage<Map<String, String>> info(String section) {
      return engine.info(section);
    }

    @Override
    public CompletionStage<Long> liveSessions() {
      return engine.liveSessions();
    }
  }
}
