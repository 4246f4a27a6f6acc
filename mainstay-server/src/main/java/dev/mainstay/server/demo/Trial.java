package dev.mainstay.server.demo;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Sends users to a fleet, as a load balancer would, and counts what they meet. */
final class Trial {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Fleet fleet;
  private final Progress progress;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Visitor> visitors;

  /** A user, and the number of the replica where he logged in. */
  private record Visitor(Browser browser, int home) {}

  Trial(Fleet fleet, int logins, Progress progress) {
    this.fleet = fleet;
    this.progress = progress;
    this.visitors =
        IntStream.range(0, logins)
            .mapToObj(i -> new Visitor(new Browser("user-" + i, requests), i % Fleet.SIZE))
            .toList();
  }

  /**
   * Runs it.
   *
   * @param killed what is killed, for the table
   * @param kill kills it
   */
  Findings run(String killed, Runnable kill) {
    count("logging in on A, B and C", visitors, this::login);
    int ghosts = count("asking the other replicas", visitors, this::isGhost);
    List<Visitor> leaving = visitors.stream().filter(visitor -> visitor.home() == 0).toList();
    int missed = count("logging out on A", leaving, this::isStillLetIn);
    List<Visitor> staying = visitors.stream().filter(visitor -> visitor.home() != 0).toList();
    int before = count("counting sessions", staying, this::isAtHome);
    long begun = System.nanoTime();
    kill.run();
    long answered = awaitAnswers(staying, begun);
    int after = count("counting sessions after kill -9", staying, this::isAtHome);
    return new Findings(
        requests.get(),
        visitors.size(),
        ghosts,
        leaving.size(),
        missed,
        killed,
        before,
        after,
        TimeUnit.NANOSECONDS.toMillis(answered));
  }

  private boolean login(Visitor visitor) {
    visitor.browser().login(fleet.replica(visitor.home()));
    return true;
  }

  /** Who is not known logs in again, as users do. */
  private boolean isGhost(Visitor visitor) {
    boolean unknown = false;
    for (int step = 1; step < Fleet.SIZE; step++) {
      ReplicaProcess other = fleet.replica(visitor.home() + step);
      if (!visitor.browser().isKnown(other)) {
        unknown = true;
        visitor.browser().login(other);
      }
    }
    return unknown;
  }

  private boolean isStillLetIn(Visitor visitor) {
    visitor.browser().logout(fleet.replica(0));
    return visitor.browser().isKnown(fleet.replica(1))
        || visitor.browser().isKnown(fleet.replica(2));
  }

  private boolean isAtHome(Visitor visitor) {
    return visitor.browser().isKnown(fleet.replica(visitor.home()));
  }

  /** Until B and C can tell again who is logged in, or patience ends. */
  private long awaitAnswers(List<Visitor> staying, long begun) {
    while (!staying.stream().limit(2).allMatch(this::isAnswered)
        && System.nanoTime() - begun < PATIENCE_NANOS) {
      LockSupport.parkNanos(BREATH_NANOS);
    }
    return System.nanoTime() - begun;
  }

  private boolean isAnswered(Visitor visitor) {
    return visitor.browser().ask(fleet.replica(visitor.home())) != Browser.Welcome.NOT_ANSWERED;
  }

  private int count(String what, List<Visitor> who, Predicate<Visitor> meets) {
    progress.begin(what, who.size());
    return (int)
        who.parallelStream()
            .filter(
                visitor -> {
                  boolean met = meets.test(visitor);
                  progress.tick();
                  return met;
                })
            .count();
  }
}
