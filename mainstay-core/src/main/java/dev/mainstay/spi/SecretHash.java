package dev.mainstay.spi;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a token's secret: all that a store ever sees of it. Compared in constant time. */
public final class SecretHash {
  /** How many bytes a hash has. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private SecretHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The hash of a secret. */
  public static SecretHash of(byte[] secret) {
    try {
      return new SecretHash(MessageDigest.getInstance("SHA-256").digest(secret));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }

  /** Whether stored bytes are this hash; takes as long for a near miss as for any other. */
  public boolean matches(byte @Nullable [] stored) {
    return stored != null && MessageDigest.isEqual(bytes, stored);
  }

  /** The bytes, for a store to keep. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretHash that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
  }

  /** Holds no part of the hash. */
  @Override
  public String toString() {
    return "SecretHash";
  }
}
