package dev.mainstay.redis;

/**
 * Something about the server's settings that puts state at risk; Mainstay starts all the same.
 *
 * @param setting {@code maxmemory-policy}, {@code persistence} or {@code replicas}
 * @param message one sentence: what is set, what may happen, what to do
 */
public record StoreWarning(String setting, String message) {}
