package dev.mainstay.checks.planted.limits;

/** Innocent. */
public class Permit {}
