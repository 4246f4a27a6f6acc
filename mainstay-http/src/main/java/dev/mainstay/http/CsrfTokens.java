package dev.mainstay.http;

import dev.mainstay.errors.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that a form or a script sends back to prove that it was served to this session: OWASP's
 * signed double submit. A token is an HMAC-SHA-256 over the session's public handle and a fresh
 * random value; nothing is stored. It is good for as long as its session and its key are.
 *
 * <p>The first key signs, every key verifies: to rotate, put the new one in front and drop the old
 * one when the sessions of its time have ended. Safe for many threads.
 */
public final class CsrfTokens {
  /** A key has at least this many bytes, from a cryptographic source. */
  public static final int MIN_KEY_BYTES = 32;

  private static final int NONCE_CHARS = 22;
  private static final int MAC_CHARS = 43;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();
  private final List<SecretKeySpec> keys;

  private CsrfTokens(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /** Signs with {@code key} and verifies with it and the older ones. */
  public static CsrfTokens signedBy(byte[] key, byte[]... older) {
    List<SecretKeySpec> keys = new ArrayList<>();
    keys.add(key(key));
    for (byte[] old : older) {
      keys.add(key(old));
    }
    return new CsrfTokens(List.copyOf(keys));
  }

  /** A new token for a session, 66 characters that stand unescaped in a field, a form or a URL. */
  public String issue(String sessionId) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String nonce = ENCODER.encodeToString(bytes);
    return nonce + '.' + sign(keys.get(0), sessionId, nonce);
  }

  /**
   * Was this token issued for this session? False for null and for whatever is not a token; the
   * time taken does not depend on how much of it is right.
   */
  public boolean verify(String sessionId, @Nullable String token) {
    if (token == null
        || token.length() != NONCE_CHARS + 1 + MAC_CHARS
        || token.charAt(NONCE_CHARS) != '.') {
      return false;
    }
    String nonce = token.substring(0, NONCE_CHARS);
    byte[] mac = token.substring(NONCE_CHARS + 1).getBytes(StandardCharsets.UTF_8);
    boolean ours = false;
    for (SecretKeySpec key : keys) {
      byte[] right = sign(key, sessionId, nonce).getBytes(StandardCharsets.UTF_8);
      ours |= MessageDigest.isEqual(right, mac);
    }
    return ours;
  }

  /** The length in front keeps an id that contains the separator from posing as another. */
  private static String sign(SecretKeySpec key, String sessionId, String nonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      String message = sessionId.length() + "!" + sessionId + '!' + nonce;
      return ENCODER.encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }

  private static SecretKeySpec key(byte[] bytes) {
    if (bytes.length < MIN_KEY_BYTES) {
      throw new InvalidValueException(
          "csrf key", "has " + bytes.length + " bytes; give " + MIN_KEY_BYTES + " random ones");
    }
    return new SecretKeySpec(bytes, "HmacSHA256");
  }
}
