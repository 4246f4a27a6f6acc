package dev.mainstay.spi;

import java.util.List;

/**
 * Where the tags of a cache stand.
 *
 * @param count how many moves of tags there were in the cache, from where it began to count; one
 *     that lost count begins anywhere
 * @param moved of each tag that was asked for, the count at its last move
 */
public record Moves(long count, List<Long> moved) {}
