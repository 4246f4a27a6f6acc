package dev.mainstay.checks.planted.redis.internal.sessions;

import dev.mainstay.checks.planted.redis.RedisEngine;

/** A part that reaches back to what assembles it. */
public class KnowsItsAssembler {
  RedisEngine engine;
}
