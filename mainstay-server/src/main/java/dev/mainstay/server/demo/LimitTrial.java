package dev.mainstay.server.demo;

import dev.mainstay.limits.Algorithm;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Requests to a fleet whose replicas each have a limit, and how many of them are let in. */
final class LimitTrial {
  /** How many are sent, as many to each replica. */
  static final int REQUESTS = 300;

  private final Fleet fleet;
  private final Progress progress;

  LimitTrial(Fleet fleet, Progress progress) {
    this.fleet = fleet;
    this.progress = progress;
  }

  /** Sends them, for one algorithm after the other: how many were let in by each. */
  Map<Algorithm, Integer> run() {
    Map<Algorithm, Integer> letIn = new EnumMap<>(Algorithm.class);
    progress.begin("asking a limit of each algorithm", REQUESTS * Algorithm.values().length);
    for (Algorithm algorithm : Algorithm.values()) {
      letIn.put(algorithm, letIn(algorithm));
    }
    return letIn;
  }

  private int letIn(Algorithm algorithm) {
    Browser browser = new Browser("anybody", new AtomicInteger());
    return (int)
        IntStream.range(0, REQUESTS)
            .parallel()
            .filter(
                request -> {
                  progress.tick();
                  return browser.take(fleet.replica(request), algorithm);
                })
            .count();
  }
}
