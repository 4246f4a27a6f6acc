package dev.mainstay.server.config;

/**
 * What is logged, and how.
 *
 * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
 * @param format {@code text} or {@code json}
 */
public record LogConfig(String level, String format) {}
