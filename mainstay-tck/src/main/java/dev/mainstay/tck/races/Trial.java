package dev.mainstay.tck.races;

import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One session and those who race for it. All of it follows from the seed and the number, so that
 * processes agree on a trial without telling each other.
 *
 * @param actors what each of two to six actors does, one act after the other
 * @param expiring whether the session's end falls into the race
 * @param offsetMicros where in the race the end falls
 */
record Trial(long seed, int number, List<List<Act>> actors, boolean expiring, int offsetMicros) {
  /** What can be done to a session. */
  enum Act {
    FIND,
    UPDATE,
    TOUCH,
    TURN,
    TURN_WITH_GRACE,
    REVOKE,
    REVOKE_USER
  }

  static final String NAMESPACE = "races";
  private static final List<Act> ACTS =
      List.of(
          Act.FIND,
          Act.FIND,
          Act.FIND,
          Act.UPDATE,
          Act.UPDATE,
          Act.UPDATE,
          Act.TOUCH,
          Act.TOUCH,
          Act.TURN,
          Act.TURN_WITH_GRACE,
          Act.REVOKE,
          Act.REVOKE_USER);
  private static final Duration SHORTEST = Duration.ofMillis(100);

  static Trial of(long seed, int number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<List<Act>> actors = new ArrayList<>();
    for (int i = 2 + random.nextInt(5); i > 0; i--) {
      List<Act> acts = new ArrayList<>();
      for (int j = 1 + random.nextInt(3); j > 0; j--) {
        acts.add(ACTS.get(random.nextInt(ACTS.size())));
      }
      actors.add(acts);
    }
    return new Trial(seed, number, actors, random.nextInt(3) == 0, random.nextInt(3_000) - 1_000);
  }

  String user() {
    return "user-" + seed + "-" + number;
  }

  /** The credential that the session is started with. */
  Credential credential() {
    String id = String.format("%08x%08x", (int) seed, number);
    SessionKey key = new SessionKey(NAMESPACE, Partition.of(NAMESPACE, user()), id);
    return new Credential(key, hash(-1, 0));
  }

  /** The hash that an act of an actor turns to. */
  SecretHash hash(int actor, int act) {
    String secret = seed + " " + number + " " + actor + " " + act;
    return SecretHash.of(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** The session, to be started so long before the race. */
  NewSession session(Duration before) {
    Duration idle = Duration.ofMillis(1_500);
    if (expiring) {
      Duration there = before.plusNanos(offsetMicros * 1_000L);
      idle = there.compareTo(SHORTEST) < 0 ? SHORTEST : there;
    }
    SessionPolicy policy = SessionPolicy.idle(idle).lifetime(idle.multipliedBy(2));
    return new NewSession(credential(), SessionStart.of(user()), policy, null);
  }
}
