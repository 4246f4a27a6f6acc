package dev.mainstay.spi;

import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;

/**
 * A rule as it was from a version on.
 *
 * @param version of the catalogue that brought it; no two editions of a namespace have the same
 * @param limit the rule
 * @param inherit what it made of what was counted under the edition before
 */
public record Edition(long version, Limit limit, Inherit inherit) {}
