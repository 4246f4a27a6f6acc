package dev.mainstay.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The partition of a user: all that one user owns in a namespace shares it, so that a script on it
 * touches one slot. There are 256 for ever, since the number is inside tokens.
 */
public final class Partition {
  /** How many partitions there are. */
  public static final int COUNT = 256;

  private Partition() {}

  /**
   * The partition of a user in a namespace, 0 to 255: the first byte of the SHA-256 of the
   * namespace, a zero byte and the user, in UTF-8.
   */
  public static int of(String namespace, String user) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(namespace.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return digest.digest(user.getBytes(StandardCharsets.UTF_8))[0] & 0xff;
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }
}
