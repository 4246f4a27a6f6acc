package dev.mainstay.server.config;

/**
 * What is logged, and how.
 *
 * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
 * @param format {@code text}, {@code json}, or {@code auto}: text where standard error is a
 *     terminal
 */
public record LogConfig(String level, String format) {}
