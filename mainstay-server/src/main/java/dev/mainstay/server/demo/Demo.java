package dev.mainstay.server.demo;

import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.embedded.SentinelOptions;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.limits.Algorithm;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The same three replicas again and again: each with sessions of its own, then all on one store,
 * then on a store that is never one node.
 */
final class Demo {
  /** More users would make it longer, and show no more. */
  private static final int MOST_USERS_OF_FAILOVERS = 100;

  private final int logins;
  private final Progress progress;
  private final Map<Algorithm, Integer> letInAlone = new EnumMap<>(Algorithm.class);
  private final Map<Algorithm, Integer> letInTogether = new EnumMap<>(Algorithm.class);
  private final List<PriceFindings> prices = new ArrayList<>();

  Demo(int logins, Progress progress) {
    this.logins = logins;
    this.progress = progress;
  }

  /** Each replica keeps its sessions in a map; B is killed and started again. */
  Findings withOwnMemory() {
    progress.fleet("per-process state");
    progress.begin("starting three replicas", 1);
    try (Fleet fleet = Fleet.start(null)) {
      letInAlone.putAll(new LimitTrial(fleet, progress).run());
      prices.add(new PriceTrial(fleet, progress).run());
      return new Trial(fleet, logins, progress).run("replica B", () -> fleet.killAndStart(1));
    }
  }

  /** All replicas share one embedded store; it is killed and comes back with its data. */
  Findings withMainstay() {
    progress.fleet("Mainstay");
    progress.begin("starting the store and three replicas", 1);
    EmbeddedOptions options = EmbeddedOptions.ephemeral().withRoles(StoreRole.STATE);
    try (AtExit<EmbeddedRedis> redis =
            AtExit.of(EmbeddedRedis.start(options), EmbeddedRedis::close);
        Fleet fleet = Fleet.start(redis.thing().state())) {
      letInTogether.putAll(new LimitTrial(fleet, progress).run());
      prices.add(new PriceTrial(fleet, progress).run());
      return new Trial(fleet, logins, progress).run("the store", () -> kill(redis.thing()));
    }
  }

  /** What the limits of both fleets let in meanwhile. */
  LimitFindings limits() {
    return new LimitFindings(letInAlone, letInTogether);
  }

  /** What readers of a price met meanwhile: each replica caching alone, then all together. */
  List<PriceFindings> prices() {
    return List.copyOf(prices);
  }

  /** {@code kill -9}, and nothing else: to start it again is the business of who started it. */
  private static void kill(EmbeddedRedis redis) {
    long pid = redis.status(StoreRole.STATE).pid();
    ProcessHandle store =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new IllegalStateException("the store has no process " + pid));
    store.destroyForcibly();
    store.onExit().join();
  }

  /**
   * The store is a primary with two replicas and three sentinels, which find a node down after 1 s:
   * one primary is killed, the next is stalled.
   */
  List<FailoverFindings> throughFailovers() {
    progress.fleet("Sentinel");
    progress.begin("starting three stores, three sentinels and three replicas", 1);
    try (AtExit<EmbeddedSentinel> redis =
            AtExit.of(EmbeddedSentinel.start(SentinelOptions.usual()), EmbeddedSentinel::close);
        Fleet fleet = Fleet.start(redis.thing().address())) {
      int users = Math.min(logins, MOST_USERS_OF_FAILOVERS);
      return new FailoverTrial(redis.thing(), fleet, users, progress).run();
    }
  }
}
