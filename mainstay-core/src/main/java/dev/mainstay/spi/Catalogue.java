package dev.mainstay.spi;

import java.util.List;

/**
 * The rules of a namespace.
 *
 * @param version one higher with each change; 0 where there never was one
 */
public record Catalogue(long version, List<RuleRecord> rules) {}
