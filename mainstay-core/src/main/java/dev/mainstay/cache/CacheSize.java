package dev.mainstay.cache;

/**
 * How much of the store a cache takes.
 *
 * @param entries how many keys have something: values, leases and writes. All that were there while
 *     they were counted, each once; while the store moves keys about, some twice
 * @param bytes of memory that they take, keys included: the mean of those measured, times {@code
 *     entries}
 * @param measured so many were measured, drawn at random
 */
public record CacheSize(long entries, long bytes, int measured) {}
