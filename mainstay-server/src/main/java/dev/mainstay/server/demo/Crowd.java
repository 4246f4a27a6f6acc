package dev.mainstay.server.demo;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The users of a fleet, sent to its replicas as a load balancer would, and what they meet. */
final class Crowd {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Fleet fleet;
  private final Progress progress;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Visitor> visitors;

  /** A user, and the number of the replica where he logs in. */
  record Visitor(Browser browser, int home) {}

  /** So many users, the first at home on A, the next on B. */
  Crowd(Fleet fleet, int users, Progress progress) {
    this.fleet = fleet;
    this.progress = progress;
    this.visitors =
        IntStream.range(0, users)
            .mapToObj(i -> new Visitor(new Browser("user-" + i, requests), i % Fleet.SIZE))
            .toList();
  }

  List<Visitor> visitors() {
    return visitors;
  }

  /** How many requests were made. */
  int requests() {
    return requests.get();
  }

  void login() {
    count(
        "logging in on A, B and C",
        visitors,
        visitor -> {
          visitor.browser().login(home(visitor));
          return true;
        });
  }

  /** The replica where he logged in, as it is now. */
  ReplicaProcess home(Visitor visitor) {
    return fleet.replica(visitor.home());
  }

  /** Another than his own, by its distance. */
  ReplicaProcess other(Visitor visitor, int step) {
    return fleet.replica(visitor.home() + step);
  }

  /** How many of them are known where they logged in. */
  int countAlive(String what, List<Visitor> who) {
    return count(what, who, visitor -> visitor.browser().isKnown(home(visitor)));
  }

  /** How many of them meet it; progress is shown. */
  int count(String what, List<Visitor> who, Predicate<Visitor> meets) {
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

  /** Until each of them can be told whether he is logged in, or patience ends: nanoseconds. */
  long awaitAnswers(List<Visitor> who, long begun) {
    while (!who.stream().allMatch(this::isAnswered) && System.nanoTime() - begun < PATIENCE_NANOS) {
      LockSupport.parkNanos(BREATH_NANOS);
    }
    return System.nanoTime() - begun;
  }

  private boolean isAnswered(Visitor visitor) {
    return visitor.browser().ask(home(visitor)) != Browser.Welcome.NOT_ANSWERED;
  }
}
