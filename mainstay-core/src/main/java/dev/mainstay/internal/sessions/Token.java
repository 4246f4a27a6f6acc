package dev.mainstay.internal.sessions;

import dev.mainstay.spi.Credential;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A session's token, {@code ms1.<tag>.<id>.<secret>}: 67 characters, the parts in base64url without
 * padding.
 *
 * <p>The tag is the partition (one byte), so that the session is found without knowing its user.
 * The id is a public handle of 96 random bits. The secret is 256 random bits (ASVS 5.0, 7.2.3 asks
 * for 128), of which the store only ever sees the SHA-256: whoever reads the store cannot log in.
 */
final class Token {
  private static final String PREFIX = "ms1.";
  private static final int TAG = PREFIX.length();
  private static final int ID = TAG + 3;
  private static final int SECRET = ID + 17;
  private static final int LENGTH = SECRET + 43;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** A byte alone leaves four bits of its last character unused, 32 bytes leave two. */
  private static final String LAST_OF_TAG = "AQgw";

  private static final String LAST_OF_SECRET = "AEIMQUYcgkosw048";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;
  private final Credential credential;

  private Token(String text, Credential credential) {
    this.text = text;
    this.credential = credential;
  }

  /** A new token for a new session in a partition. */
  static Token issue(String namespace, int partition) {
    return issue(new SessionKey(namespace, partition, ENCODER.encodeToString(random(12))));
  }

  /** A new token for a session that is there. */
  static Token issue(SessionKey key) {
    byte[] secret = random(32);
    String tag = ENCODER.encodeToString(new byte[] {(byte) key.partition()});
    String text = PREFIX + tag + "." + key.id() + "." + ENCODER.encodeToString(secret);
    return new Token(text, new Credential(key, SecretHash.of(secret)));
  }

  /** What a token's text proves; null where it has not the shape of a token. */
  static @Nullable Credential parse(String namespace, String text) {
    if (text.length() != LENGTH
        || !text.startsWith(PREFIX)
        || text.charAt(ID - 1) != '.'
        || text.charAt(SECRET - 1) != '.') {
      return null;
    }
    byte[] tag = decode(text, TAG, ID - 1, LAST_OF_TAG);
    byte[] id = decode(text, ID, SECRET - 1, "");
    byte[] secret = decode(text, SECRET, LENGTH, LAST_OF_SECRET);
    if (tag == null || id == null || secret == null) {
      return null;
    }
    SessionKey key = new SessionKey(namespace, tag[0] & 0xff, text.substring(ID, SECRET - 1));
    return new Credential(key, SecretHash.of(secret));
  }

  /** A partition for a session that has no user. */
  static int anyPartition() {
    return RANDOM.nextInt(dev.mainstay.spi.Partition.COUNT);
  }

  /** A random name for a claim. */
  static String claim() {
    return ENCODER.encodeToString(random(12));
  }

  String text() {
    return text;
  }

  Credential credential() {
    return credential;
  }

  /**
   * The bytes of a part; null where it is not the one spelling of them that this class writes.
   *
   * @param last the characters that it may end with, those whose unused bits are zero; empty for
   *     any
   */
  private static byte @Nullable [] decode(String text, int from, int to, String last) {
    char end = text.charAt(to - 1);
    if (end == '=' || (!last.isEmpty() && last.indexOf(end) < 0)) {
      return null;
    }
    byte[] part = text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
    try {
      return DECODER.decode(part);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "Token[" + credential.key().id() + "]";
  }
}
