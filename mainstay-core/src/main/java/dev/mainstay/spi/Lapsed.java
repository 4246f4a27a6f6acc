package dev.mainstay.spi;

/**
 * A reservation that nobody settled, and that is to be charged as of when it lapsed.
 *
 * @param cost what is left of it
 * @param ends the instant at which it lapsed, in microseconds
 */
public record Lapsed(long cost, long ends) {}
