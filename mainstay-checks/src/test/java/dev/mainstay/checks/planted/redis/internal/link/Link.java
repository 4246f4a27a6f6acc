package dev.mainstay.checks.planted.redis.internal.link;

import io.lettuce.core.RedisClient;

/** Innocent: here the driver is at home. */
public class Link {
  RedisClient client;
}
