package dev.mainstay.cache;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.near.Near;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How long what is cached counts, and what happens afterwards. An immutable value: each method with
 * an argument gives a changed copy.
 *
 * @param ttl a value is fresh for so long; 1 ms to 30 days
 * @param jitter each value's {@code ttl} is shorter by a random part of it, up to this one, so that
 *     what was loaded together does not end together; 0 to 0.5
 * @param staleWhileRevalidate for so long after that it is still answered, while one replica loads
 *     it anew (RFC 5861); 0 to 30 days
 * @param staleIfError for so long after {@code ttl} it is answered where loading fails (RFC 5861);
 *     0 to 30 days. Where it is not zero and loads fail or take too long, one in a second is tried,
 *     and of what is not stored 8 load at a time
 * @param absent for so long it is remembered that there is no value; zero: not at all
 * @param refreshAhead how eagerly one replica loads anew what is fresh still, so that nobody waits
 *     for it: the beta of XFetch (Vattani et al., VLDB 2015), 1 as proposed there; 0: not at all
 * @param softTimeout after so long of loading a stale value is answered, if there is one, while
 *     loading goes on; zero: never
 * @param hardTimeout so long a load may take, and so long others wait for it; 1 ms to 10 minutes
 * @param maxBytes a value of more bytes is answered and not stored; 1 to 512 MiB
 * @param near whether and how values are kept in the memory of each process too
 * @param staleness values may come from replicas that are proved to lag by no more than this, so
 *     that others' changes are read that much later; zero: from primaries alone; up to 1 minute
 * @param checked the share of hits that are compared with the store and the source afterwards,
 *     which costs a load each; 0 to 1
 */
public record Freshness(
    Duration ttl,
    double jitter,
    Duration staleWhileRevalidate,
    Duration staleIfError,
    Duration absent,
    double refreshAhead,
    Duration softTimeout,
    Duration hardTimeout,
    int maxBytes,
    Optional<Near> near,
    Duration staleness,
    double checked) {

  /** The longest of all times that something counts. */
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST_LAG = Duration.ofMinutes(1);
  private static final Duration LONGEST_LOAD = Duration.ofMinutes(10);
  private static final double MOST_JITTER = 0.5;
  private static final double MOST_EAGER = 100;
  private static final int MIB = 1 << 20;
  private static final int MOST_BYTES = 512 * MIB;

  /** Checks every bound; a value outside of them is an {@link InvalidValueException}. */
  public Freshness {
    within("ttl", ttl, SHORTEST, LONGEST);
    within("jitter", jitter, MOST_JITTER);
    within("staleWhileRevalidate", staleWhileRevalidate, Duration.ZERO, LONGEST);
    within("staleIfError", staleIfError, Duration.ZERO, LONGEST);
    within("absent", absent, Duration.ZERO, LONGEST);
    within("refreshAhead", refreshAhead, MOST_EAGER);
    within("softTimeout", softTimeout, Duration.ZERO, LONGEST_LOAD);
    within("hardTimeout", hardTimeout, SHORTEST, LONGEST_LOAD);
    within("staleness", staleness, Duration.ZERO, LONGEST_LAG);
    if (near.isPresent() && !staleness.isZero()) {
      throw new InvalidValueException(
          "freshness.staleness",
          staleness + " is of reads from replicas, and what is near is read from primaries alone");
    }
    within("checked", checked, 1);
    if (maxBytes < 1 || maxBytes > MOST_BYTES) {
      throw new InvalidValueException(
          "freshness.maxBytes", maxBytes + " is not within 1 to " + MOST_BYTES);
    }
  }

  /**
   * Fresh for so long, less up to a tenth of it; nothing stale is answered, no absence remembered,
   * nothing kept near, nothing checked; a load may take 30 s, a value have 1 MiB.
   */
  public static Freshness of(Duration ttl) {
    return new Freshness(
        ttl,
        0.1,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        Duration.ZERO,
        Duration.ofSeconds(30),
        MIB,
        Optional.empty(),
        Duration.ZERO,
        0);
  }

  /** This with another time of being fresh. */
  public Freshness ttl(Duration ttl) {
    return but(draft -> draft.ttl = ttl);
  }

  /** This with another jitter. */
  public Freshness jitter(double jitter) {
    return but(draft -> draft.jitter = jitter);
  }

  /** This with another time in which a stale value is answered, while it is loaded or it fails. */
  public Freshness stale(Duration time) {
    return staleWhileRevalidate(time).staleIfError(time);
  }

  /** This with another time in which a stale value is answered while it is loaded. */
  public Freshness staleWhileRevalidate(Duration time) {
    return but(draft -> draft.staleWhileRevalidate = time);
  }

  /** This with another time in which a stale value is answered where loading fails. */
  public Freshness staleIfError(Duration time) {
    return but(draft -> draft.staleIfError = time);
  }

  /** This with another time for which an absence is remembered. */
  public Freshness absent(Duration time) {
    return but(draft -> draft.absent = time);
  }

  /** This with another eagerness to load ahead. */
  public Freshness refreshAhead(double beta) {
    return but(draft -> draft.refreshAhead = beta);
  }

  /** This with another time after which a stale value is answered instead of waiting. */
  public Freshness softTimeout(Duration time) {
    return but(draft -> draft.softTimeout = time);
  }

  /** This with another time that a load may take. */
  public Freshness hardTimeout(Duration time) {
    return but(draft -> draft.hardTimeout = time);
  }

  /** This with another size that a value may have. */
  public Freshness maxBytes(int bytes) {
    return but(draft -> draft.maxBytes = bytes);
  }

  /** This, and each process keeps so many values too, none answered that is older than 2 s. */
  public Freshness near(int entries) {
    return near(Near.of(entries));
  }

  /** This, and each process keeps values too. */
  public Freshness near(Near how) {
    return but(draft -> draft.near = Optional.of(how));
  }

  /** This, and values may come from replicas that lag by no more than so long. */
  public Freshness staleness(Duration time) {
    return but(draft -> draft.staleness = time);
  }

  /**
   * This, and such a share of hits is compared, aside and without delaying anybody: what was near
   * with what the store has, and that with what the loader says. Where they differ and still do a
   * second later, {@link CacheStats#violations} grows and a {@link
   * dev.mainstay.events.Event.StaleFound} is told. For sources that are invalidated when they
   * change, and values that are encoded alike each time; each check loads once or twice.
   */
  public Freshness checked(double share) {
    return but(draft -> draft.checked = share);
  }

  /** How long a stale value is of use at all. */
  public Duration usable() {
    return staleWhileRevalidate.compareTo(staleIfError) > 0 ? staleWhileRevalidate : staleIfError;
  }

  private static void within(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidValueException(
          "freshness." + field, value + " is not within " + least + " to " + most);
    }
  }

  private static void within(String field, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new InvalidValueException("freshness." + field, value + " is not within 0 to " + most);
    }
  }

  private Freshness but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** A copy that can be changed still. */
  private static final class Draft {
    private Duration ttl;
    private double jitter;
    private Duration staleWhileRevalidate;
    private Duration staleIfError;
    private Duration absent;
    private double refreshAhead;
    private Duration softTimeout;
    private Duration hardTimeout;
    private int maxBytes;
    private Optional<Near> near;
    private Duration staleness;
    private double checked;

    Draft(Freshness now) {
      this.ttl = now.ttl;
      this.jitter = now.jitter;
      this.staleWhileRevalidate = now.staleWhileRevalidate;
      this.staleIfError = now.staleIfError;
      this.absent = now.absent;
      this.refreshAhead = now.refreshAhead;
      this.softTimeout = now.softTimeout;
      this.hardTimeout = now.hardTimeout;
      this.maxBytes = now.maxBytes;
      this.near = now.near;
      this.staleness = now.staleness;
      this.checked = now.checked;
    }

    Freshness finished() {
      return new Freshness(
          ttl,
          jitter,
          staleWhileRevalidate,
          staleIfError,
          absent,
          refreshAhead,
          softTimeout,
          hardTimeout,
          maxBytes,
          near,
          staleness,
          checked);
    }
  }
}
