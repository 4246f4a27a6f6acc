package dev.mainstay.checks.planted.server;

import dev.mainstay.checks.planted.redis.internal.keys.Keys;

/** A server that knows how a key is spelled. */
public class SpellsKeys {
  Keys keys = new Keys();
}
