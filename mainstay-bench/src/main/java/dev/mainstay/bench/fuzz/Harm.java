package dev.mainstay.bench.fuzz;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** What is done to a ciphertext where it is stored. */
enum Harm {
  /** One to three bits of stamp, ciphertext or tag are flipped. */
  BITS,
  /** Bytes are cut off at the end or at the front. */
  CUT,
  /** Characters are changed, without regard for what they spell. */
  TEXT,
  /** Random bytes under the name of a live key. */
  RANDOM,
  /** The ciphertext of another attribute of the session. */
  OTHER_ATTRIBUTE,
  /** The ciphertext of the same attribute of another session. */
  OTHER_SESSION,
  /** What another key sealed for this very place, under that key's name or a live one. */
  OTHER_KEY,
  /** A value that is not encrypted. */
  PLAIN;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final List<String> PLAIN_VALUES =
      List.of(
          "1", "null", "\"admin\"", "[]", "{}", "", "\"mse1.\"", "\"mse1.k1.\"", "\"mse2.k1.A\"");

  /**
   * The stored text after it.
   *
   * @param sealed the text before it
   * @param swaps texts that were sealed elsewhere or otherwise, by kind
   */
  String of(String sealed, Swaps swaps, Mutations mutations, Random random) {
    return switch (this) {
      case BITS -> respelled(sealed, flipped(bytes(sealed), random));
      case CUT -> respelled(sealed, cut(bytes(sealed), random));
      case TEXT -> mutations.damage(sealed, swaps.otherSession());
      case RANDOM -> {
        byte[] bytes = new byte[random.nextInt(120)];
        random.nextBytes(bytes);
        yield respelled(sealed, bytes);
      }
      case OTHER_ATTRIBUTE -> swaps.otherAttribute();
      case OTHER_SESSION -> swaps.otherSession();
      case OTHER_KEY ->
          random.nextBoolean() ? swaps.otherKey() : head(sealed) + tail(swaps.otherKey());
      case PLAIN -> mutations.any(PLAIN_VALUES);
    };
  }

  /** Texts that are whole, and wrong where they are put. */
  record Swaps(String otherAttribute, String otherSession, String otherKey) {}

  private static byte[] flipped(byte[] bytes, Random random) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int bit = random.nextInt(bytes.length * Byte.SIZE);
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    }
    return bytes;
  }

  private static byte[] cut(byte[] bytes, Random random) {
    int at = 1 + random.nextInt(bytes.length - 1);
    return random.nextBoolean()
        ? Arrays.copyOf(bytes, at)
        : Arrays.copyOfRange(bytes, at, bytes.length);
  }

  private static String respelled(String sealed, byte[] bytes) {
    return head(sealed) + ENCODER.encodeToString(bytes) + '"';
  }

  private static byte[] bytes(String sealed) {
    String tail = tail(sealed);
    return Base64.getUrlDecoder().decode(tail.substring(0, tail.length() - 1));
  }

  private static String head(String sealed) {
    return sealed.substring(0, sealed.lastIndexOf('.') + 1);
  }

  private static String tail(String sealed) {
    return sealed.substring(sealed.lastIndexOf('.') + 1);
  }
}
