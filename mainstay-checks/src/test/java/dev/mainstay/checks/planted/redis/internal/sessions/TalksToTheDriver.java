package dev.mainstay.checks.planted.redis.internal.sessions;

import io.lettuce.core.RedisClient;

/** The driver outside of link and script. */
public class TalksToTheDriver {
  RedisClient client;
}
