package dev.mainstay.spi;

/**
 * What an entry of a cache is known by, the same in every process.
 *
 * @param namespace the namespace of the cache
 * @param cache its name
 * @param key the name of the entry in it
 */
public record EntryKey(String namespace, String cache, String key) {}
