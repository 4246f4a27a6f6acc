package dev.mainstay.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A store that is reached by URL.
 *
 * @param url where it is; may hold a password
 * @param readDeadline how long a call that reads may take; the engine's own where empty
 * @param writeDeadline how long a call that writes may take; the engine's own where empty
 * @param ca certificates that are trusted; those of the JVM where empty
 * @param certificate the client's own certificate
 * @param key the private key of that certificate
 */
public record StoreConfig(
    String url,
    Optional<Duration> readDeadline,
    Optional<Duration> writeDeadline,
    Optional<Path> ca,
    Optional<Path> certificate,
    Optional<Path> key) {

  /** Leaves the URL out, which may hold a password. */
  @Override
  public String toString() {
    return "StoreConfig[…]";
  }
}
