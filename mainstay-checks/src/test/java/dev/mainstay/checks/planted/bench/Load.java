package dev.mainstay.checks.planted.bench;

import io.lettuce.core.RedisClient;

/** Innocent: the bench may compare with the driver. */
public class Load {
  RedisClient client;
}
