package dev.mainstay.spi;

import org.jspecify.annotations.Nullable;

/**
 * What one limit counts for one caller.
 *
 * @param scope what it is counted within, {@code null} where the key stands for itself
 */
public record LimitKey(String namespace, String limit, String key, @Nullable String scope) {}
