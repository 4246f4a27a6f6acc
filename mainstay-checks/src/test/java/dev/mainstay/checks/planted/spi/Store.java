package dev.mainstay.checks.planted.spi;

/** Innocent. */
public interface Store {}
