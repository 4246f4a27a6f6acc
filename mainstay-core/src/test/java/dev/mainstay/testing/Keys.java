package dev.mainstay.testing;

import dev.mainstay.sessions.Encryption;
import java.util.Arrays;

/** Keys of encryption that tests can tell apart; nobody else should use such. */
public final class Keys {
  private Keys() {}

  /** The key of a number. */
  public static byte[] of(int number) {
    byte[] key = new byte[Encryption.KEY_BYTES];
    Arrays.fill(key, (byte) number);
    return key;
  }
}
