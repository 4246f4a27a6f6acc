package dev.mainstay.checks.planted.internal.sessions;

/** Innocent. */
public class Machine {}
