package dev.mainstay.spi;

import dev.mainstay.limits.Limit;
import org.jspecify.annotations.Nullable;

/**
 * One limit that a call takes of.
 *
 * @param limit the rule to decide by
 * @param version the version of that rule
 * @param adoption what to make of a state of an earlier version; {@code null} where none is known
 */
public record Charge(LimitKey key, Limit limit, long version, @Nullable Adoption adoption) {

  /**
   * A state of an earlier version and what it is under this one.
   *
   * @param version the earlier version
   * @param before the state, as it was read
   * @param after the state to go on with; what had lapsed before is charged in it
   * @param isKept whether all stays as it is but the version: what lapsed is still to be charged,
   *     and a log remembers each take with its instant
   */
  public record Adoption(long version, Reading before, Reading after, boolean isKept) {
    /** An adoption that goes on with another state. */
    public Adoption(long version, Reading before, Reading after) {
      this(version, before, after, false);
    }
  }

  /** The same with an adoption. */
  public Charge adopting(Adoption other) {
    return new Charge(key, limit, version, other);
  }
}
