package dev.mainstay.server.demo;

import dev.mainstay.server.demo.Crowd.Visitor;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Logins, logouts and one kill, and what the users of a fleet meet meanwhile. */
final class Trial {
  private final Fleet fleet;
  private final Crowd crowd;

  Trial(Fleet fleet, int logins, Progress progress) {
    this.fleet = fleet;
    this.crowd = new Crowd(fleet, logins, progress);
  }

  /**
   * Runs it.
   *
   * @param killed what is killed, for the table
   * @param kill kills it
   */
  Findings run(String killed, Runnable kill) {
    List<Visitor> visitors = crowd.visitors();
    crowd.login();
    int ghosts = crowd.count("asking the other replicas", visitors, this::isGhost);
    List<Visitor> leaving = visitors.stream().filter(visitor -> visitor.home() == 0).toList();
    int missed = crowd.count("logging out on A", leaving, this::isStillLetIn);
    List<Visitor> staying = visitors.stream().filter(visitor -> visitor.home() != 0).toList();
    int before = crowd.countAlive("counting sessions", staying);
    long begun = System.nanoTime();
    kill.run();
    long answered = crowd.awaitAnswers(staying.subList(0, 2), begun);
    int after = crowd.countAlive("counting sessions after kill -9", staying);
    return new Findings(
        crowd.requests(),
        visitors.size(),
        ghosts,
        leaving.size(),
        missed,
        killed,
        before,
        after,
        TimeUnit.NANOSECONDS.toMillis(answered));
  }

  /** Who is not known logs in again, as users do. */
  private boolean isGhost(Visitor visitor) {
    boolean unknown = false;
    for (int step = 1; step < Fleet.SIZE; step++) {
      ReplicaProcess other = crowd.other(visitor, step);
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
}
