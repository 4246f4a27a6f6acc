package dev.mainstay.limits;

import dev.mainstay.codec.Names;
import org.jspecify.annotations.Nullable;

/**
 * What is to be taken of one limit.
 *
 * @param limit the name of the limit
 * @param key who takes
 * @param scope the value of the scope that the rule counts within; {@code null} where it has none
 * @param cost how many permits
 */
public record Take(String limit, String key, @Nullable String scope, long cost) {

  /** Checks every bound; a value outside of them is an {@code InvalidValueException}. */
  public Take {
    Names.check("limit", limit);
    Names.check("key", key);
    if (scope != null) {
      Names.check("within", scope);
    }
    LimitBounds.cost(cost);
  }

  /** One permit of a limit for a key. */
  public static Take of(String limit, String key) {
    return new Take(limit, key, null, 1);
  }

  /** The same at another cost. */
  public Take cost(long other) {
    return new Take(limit, key, scope, other);
  }

  /** The same, counted within a scope, as the user's organisation. */
  public Take within(String other) {
    return new Take(limit, key, other, cost);
  }
}
