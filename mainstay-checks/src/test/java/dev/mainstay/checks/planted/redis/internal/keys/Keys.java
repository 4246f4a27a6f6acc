package dev.mainstay.checks.planted.redis.internal.keys;

/** Innocent. */
public class Keys {}
