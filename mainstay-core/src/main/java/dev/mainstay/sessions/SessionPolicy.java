package dev.mainstay.sessions;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.near.Near;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules a session lives by, fixed when it is started. An immutable value: each method with an
 * argument gives a changed copy.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ -}; stored in the session
 * @param idle the session ends when it was not used for so long; 100 ms to 366 days
 * @param lifetime the session ends so long after its start, used or not; {@code idle} to 366 days
 * @param grace for so long after a periodic rotation the old token works; 0 to 5 minutes
 * @param limit how many live sessions a user may have in the namespace; 1 to 1,000
 * @param whenFull what a login does at that limit
 * @param fence when a revocation is acknowledged
 * @param events whether {@link Sessions#subscribe} hears of the sessions
 * @param near whether and how what is found is kept in the memory of this process too; of who
 *     finds, not of who starts
 */
public record SessionPolicy(
    String name,
    Duration idle,
    Duration lifetime,
    Duration grace,
    int limit,
    WhenFull whenFull,
    Fence fence,
    boolean events,
    Optional<Near> near) {

  /** The longest idle time and lifetime. */
  public static final Duration LONGEST = Duration.ofDays(366);

  // In front of DEFAULT, whose checks need them.
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(5);
  private static final Duration NEAR = Duration.ofSeconds(1);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Idle 30 minutes, lifetime 12 hours, grace 10 seconds, ten sessions a user, evicting the oldest,
   * revocations confirmed by the replicas in sync; no events, nothing kept near.
   */
  public static final SessionPolicy DEFAULT =
      new SessionPolicy(
          "default",
          Duration.ofMinutes(30),
          Duration.ofHours(12),
          Duration.ofSeconds(10),
          10,
          WhenFull.EVICT_OLDEST,
          Fence.IN_SYNC,
          false,
          Optional.empty());

  /** Checks every bound; a value outside of them is an {@link InvalidValueException}. */
  public SessionPolicy {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "policy.name", "'" + name + "' is not 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    within("policy.idle", idle, SHORTEST, LONGEST);
    within("policy.lifetime", lifetime, idle, LONGEST);
    within("policy.grace", grace, Duration.ZERO, LONGEST_GRACE);
    if (limit < 1 || limit > 1000) {
      throw new InvalidValueException("policy.limit", limit + " is not within 1 to 1000");
    }
  }

  /** The default policy with another idle time; a lifetime shorter than it grows to it. */
  public static SessionPolicy idle(Duration idle) {
    Duration lifetime = DEFAULT.lifetime.compareTo(idle) < 0 ? idle : DEFAULT.lifetime;
    return new SessionPolicy(
        DEFAULT.name,
        idle,
        lifetime,
        DEFAULT.grace,
        DEFAULT.limit,
        DEFAULT.whenFull,
        DEFAULT.fence,
        DEFAULT.events,
        DEFAULT.near);
  }

  /** This policy under another name. */
  public SessionPolicy named(String name) {
    return new SessionPolicy(name, idle, lifetime, grace, limit, whenFull, fence, events, near);
  }

  /** This policy with another absolute lifetime. */
  public SessionPolicy lifetime(Duration lifetime) {
    return new SessionPolicy(name, idle, lifetime, grace, limit, whenFull, fence, events, near);
  }

  /** This policy with another grace after a periodic rotation; zero for none. */
  public SessionPolicy grace(Duration grace) {
    return new SessionPolicy(name, idle, lifetime, grace, limit, whenFull, fence, events, near);
  }

  /** This policy with another limit of live sessions per user. */
  public SessionPolicy limit(int limit) {
    return new SessionPolicy(name, idle, lifetime, grace, limit, whenFull, fence, events, near);
  }

  /** This policy with another behaviour at the limit. */
  public SessionPolicy whenFull(WhenFull whenFull) {
    return new SessionPolicy(name, idle, lifetime, grace, limit, whenFull, fence, events, near);
  }

  /** This policy with another moment at which revocations are acknowledged. */
  public SessionPolicy fence(Fence fence) {
    return new SessionPolicy(name, idle, lifetime, grace, limit, whenFull, fence, events, near);
  }

  /** This policy with or without events of its sessions. */
  public SessionPolicy events(boolean events) {
    return new SessionPolicy(name, idle, lifetime, grace, limit, whenFull, fence, events, near);
  }

  /**
   * This policy, and each process keeps so many live sessions by their tokens: found again without
   * asking anybody, none longer than a second after others revoked or changed it.
   */
  public SessionPolicy near(int entries) {
    return near(Near.of(entries).maxAge(NEAR));
  }

  /** This policy, and each process keeps live sessions by their tokens; see {@link Near}. */
  public SessionPolicy near(Near near) {
    return new SessionPolicy(
        name, idle, lifetime, grace, limit, whenFull, fence, events, Optional.of(near));
  }

  private static void within(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidValueException(field, value + " is not within " + least + " to " + most);
    }
  }
}
