package dev.mainstay.internal.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What events say of a key: who knows it can tell that it is meant, and nobody can read it. */
final class KeyHash {
  private static final int BYTES = 8;

  private KeyHash() {}

  static String of(String spelled) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(spelled.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }
}
