package dev.mainstay.server.ops;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operations look at in the store of one role. Only {@link #info} and the count ask it. */
public interface StoreView {
  /** {@code state} or {@code cache}. */
  String role();

  /** How the link is, by the last heartbeat; answers at once. */
  Link link();

  /** What the server said of itself when the link was made; answers at once. */
  Facts facts();

  /** What in the server's configuration puts state at risk, a sentence each; answers at once. */
  List<String> warnings();

  /** One {@code INFO}: the fields of a section. One round trip, within the engine's deadline. */
  CompletionStage<Map<String, String>> info(String section);

  /** How many sessions live, about; empty where that cannot be told. */
  default CompletionStage<OptionalLong> liveSessions() {
    return CompletableFuture.completedFuture(OptionalLong.empty());
  }

  /** Whether the store answers. */
  enum State {
    /** Connected, and heartbeats are answered. */
    UP,
    /** Connected, and heartbeats are not answered. */
    STALLED,
    /** Not connected. */
    DOWN
  }

  /**
   * The link as the last heartbeat saw it.
   *
   * @param state whether the store answers
   * @param rtt how long the last answered heartbeat took
   */
  record Link(State state, Duration rtt) {}

  /**
   * What a server is.
   *
   * @param kind {@code redis} or {@code valkey}
   * @param version the server's own, as in {@code 7.0.15}
   * @param topology as in {@code standalone}
   * @param policy its {@code maxmemory-policy}; {@code unknown} where it would not say
   * @param persistence as in {@code aof+rdb}; {@code unknown} where it would not say
   */
  record Facts(String kind, String version, String topology, String policy, String persistence) {}
}
