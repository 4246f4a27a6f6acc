package dev.mainstay.server.config;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A key that callers bring in {@code Mainstay-Key}; only its hash is known.
 *
 * @param name what it is called in logs
 * @param sha256 the SHA-256 of the key's UTF-8, in hexadecimal
 * @param namespace the only namespace that it opens; empty for every one
 * @param admin whether it may end all sessions of a namespace
 */
public record ApiKey(String name, String sha256, Optional<String> namespace, boolean admin) {
  /** The 32 bytes of the hash. */
  public byte[] hash() {
    return HexFormat.of().parseHex(sha256);
  }

  /** Leaves the hash out. */
  @Override
  public String toString() {
    return "ApiKey[" + name + "]";
  }
}
