package dev.mainstay.limits;

import org.jspecify.annotations.Nullable;

/**
 * A limit as the whole fleet decides by it.
 *
 * @param name the name of the limit
 * @param key the key that it holds for; {@code null} where it holds for all that have none of their
 *     own
 * @param limit the rule
 * @param version one higher with each change of any rule of the namespace
 */
public record Rule(String name, @Nullable String key, Limit limit, long version) {}
