package dev.mainstay.limits;

/**
 * A key that takes much of a limit.
 *
 * @param takes about how many times it asked this process within the last minute or two; counted by
 *     sampling, and never less than the truth by more than the smallest of those told
 */
public record Talker(String limit, String key, long takes) {}
