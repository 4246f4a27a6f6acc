package dev.mainstay.server.demo;

import dev.mainstay.embedded.EmbeddedNode;
import dev.mainstay.embedded.EmbeddedSentinel;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.server.demo.Crowd.Visitor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A primary is killed; the next one is stalled, and wakes when a third has long taken its place.
 * Meanwhile a part of the users logs out.
 */
final class FailoverTrial {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** One of five leaves while a primary is killed, another one while the next is stalled. */
  private static final int PART = 5;

  private final EmbeddedSentinel redis;
  private final Progress progress;
  private final Crowd crowd;

  FailoverTrial(EmbeddedSentinel redis, Fleet fleet, int users, Progress progress) {
    this.redis = redis;
    this.progress = progress;
    this.crowd = new Crowd(fleet, users, progress);
  }

  /** What was met in one round, before the last look at who left. */
  private record Round(FailoverFindings findings, List<Visitor> left) {}

  /** Runs it: first the kill, then the stall. */
  List<FailoverFindings> run() {
    crowd.login();
    List<Visitor> all = crowd.visitors();
    int part = all.size() / PART;
    awaitReplicas(2);
    EmbeddedNode first = redis.primary();
    Round killed =
        round("kill -9", first::kill, all.subList(0, part), all.subList(part, all.size()));
    awaitReplicas(1);
    EmbeddedNode second = redis.primary();
    Round stalled =
        round(
            "SIGSTOP",
            second::stall,
            all.subList(part, 2 * part),
            all.subList(2 * part, all.size()));
    progress.begin("the stalled primary wakes", 1);
    second.resume();
    return List.of(looked(killed), looked(stalled));
  }

  private Round round(
      String signal, Runnable strike, List<Visitor> leaving, List<Visitor> staying) {
    int before = crowd.countAlive("counting sessions", staying);
    progress.begin(signal + " of the primary, while users log out", leaving.size());
    Leaving users = Leaving.begin(crowd, leaving, progress::tick);
    users.awaitAcknowledged(leaving.size() / 3);
    long begun = System.nanoTime();
    strike.run();
    long answered = crowd.awaitAnswers(staying.subList(0, Fleet.SIZE), begun);
    List<Visitor> left = users.awaitAll();
    int after = crowd.countAlive("counting sessions after " + signal, staying);
    return new Round(
        new FailoverFindings(
            signal,
            before,
            after,
            TimeUnit.NANOSECONDS.toMillis(answered),
            leaving.size(),
            left.size(),
            users.unconfirmed(),
            0),
        left);
  }

  /** The same, with who of those who left is let in again by anybody. */
  private FailoverFindings looked(Round round) {
    int undone = crowd.count("looking for logouts that were undone", round.left(), this::isLetIn);
    return round.findings().withUndone(undone);
  }

  private boolean isLetIn(Visitor visitor) {
    for (int step = 0; step < Fleet.SIZE; step++) {
      if (visitor.browser().isKnown(crowd.other(visitor, step))) {
        return true;
      }
    }
    return false;
  }

  /** Waits until the primary has so many replicas that hold what it holds. */
  private void awaitReplicas(int count) {
    progress.begin("waiting for replicas to follow", 1);
    long begun = System.nanoTime();
    try (RedisEngine engine = RedisEngine.connect(redis.url())) {
      while (online(engine) < count && System.nanoTime() - begun < PATIENCE_NANOS) {
        LockSupport.parkNanos(BREATH_NANOS);
      }
    }
  }

  private static long online(RedisEngine engine) {
    Map<String, String> said =
        engine.info("replication").toCompletableFuture().exceptionally(failed -> Map.of()).join();
    return said.values().stream().filter(value -> value.contains("state=online")).count();
  }
}
