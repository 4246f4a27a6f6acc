package dev.mainstay.checks.planted.redis;

import dev.mainstay.checks.planted.redis.internal.sessions.KnowsItsAssembler;

/** Innocent alone: it may assemble what takes its neighbours' values, but not itself. */
public class RedisEngine {
  KnowsItsAssembler part = new KnowsItsAssembler();
}
