package dev.mainstay.spi;

import java.util.List;

/**
 * What a search of a cache found.
 *
 * @param entries of how many keys something was there, as far as they were searched
 * @param names of those, as many as were asked for; in no order
 * @param measured of so many, drawn at random, the memory was asked for
 * @param bytes that these take together, as the store estimates it
 */
public record Survey(long entries, List<String> names, int measured, long bytes) {}
