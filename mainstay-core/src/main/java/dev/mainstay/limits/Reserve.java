package dev.mainstay.limits;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How permits are reserved whose number is known only afterwards, as the tokens of a model's
 * answer.
 *
 * @param id a name of the caller's: reserving twice under one id is one reservation. {@code null}
 *     where the reservation gets a random one
 * @param ttl a reservation that nobody settled for so long lapses; 100 ms to a day
 * @param whenLapsed what becomes of it then
 */
public record Reserve(@Nullable String id, Duration ttl, WhenLapsed whenLapsed) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What becomes of a reservation whose holder did not come back. */
  public enum WhenLapsed {
    /** It is given back. */
    RELEASE,
    /** It is charged in full, as of the instant at which it lapsed. */
    CHARGE
  }

  /** Checks every bound; a value outside of them is an {@link InvalidValueException}. */
  public Reserve {
    if (id != null) {
      Names.check("id", id);
    }
    if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
      throw new InvalidValueException("ttl", ttl + " is not within " + SHORTEST + " to " + LONGEST);
    }
  }

  /** Under a random id; what lapses is given back. */
  public static Reserve of(Duration ttl) {
    return new Reserve(null, ttl, WhenLapsed.RELEASE);
  }

  /** The same under an id of the caller's. */
  public Reserve id(String other) {
    return new Reserve(other, ttl, whenLapsed);
  }

  /** The same with another end of what lapses. */
  public Reserve whenLapsed(WhenLapsed other) {
    return new Reserve(id, ttl, other);
  }
}
