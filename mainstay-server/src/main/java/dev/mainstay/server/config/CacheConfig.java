package dev.mainstay.server.config;

import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.InvalidationChannel;
import java.util.Optional;

/**
 * What is configured of a cache.
 *
 * @param freshness how long what is cached counts
 * @param channel where other services say that keys changed; empty where they do not
 */
public record CacheConfig(Freshness freshness, Optional<InvalidationChannel> channel) {}
