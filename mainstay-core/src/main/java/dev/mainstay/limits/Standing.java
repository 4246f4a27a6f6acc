package dev.mainstay.limits;

import java.time.Duration;

/**
 * How one limit stands for one key right after a decision.
 *
 * @param limit its name
 * @param rule the rule that was decided by
 * @param remaining how many permits could be taken now; never negative
 * @param resetAfter when all of them are available again if nothing more is taken; zero where they
 *     are
 */
public record Standing(String limit, Limit rule, long remaining, Duration resetAfter) {}
