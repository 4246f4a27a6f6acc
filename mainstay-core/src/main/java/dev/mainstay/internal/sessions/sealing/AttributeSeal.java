package dev.mainstay.internal.sessions.sealing;

import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.spi.SessionKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sealed attribute is JSON still, a string: {@code "mse1.<key id>.<base64url>"}, where the
 * base64url (without padding) spells a stamp of 24 random bytes, the ciphertext, as long as the
 * attribute's JSON text in UTF-8, and a tag of 16 bytes.
 *
 * <p>What is sealed is bound to five texts: {@code mse1}, namespace, session id, attribute name and
 * key id, each in UTF-8 behind its length in four bytes, so that no two bindings are spelled alike.
 * A value that is moved to another attribute, session or namespace, or under another key's name,
 * does not open. A version is not bound: the store counts it after the value was sealed.
 */
final class AttributeSeal {
  private static final String FORM = "mse1";
  private static final String BEGIN = '"' + FORM + '.';
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What is longer was never sealed, and is not even decoded. */
  private static final int LONGEST =
      BEGIN.length()
          + 16
          + ".\"".length()
          + spelled(Xaes.NONCE_BYTES + SessionBounds.ATTRIBUTE_BYTES + Xaes.TAG_BYTES);

  private final Map<String, Xaes> ciphers = new LinkedHashMap<>();
  private final String writing;
  private final Xaes writer;
  private final boolean plain;

  AttributeSeal(Encryption encryption) {
    encryption.keys().forEach((id, key) -> ciphers.put(id, new Xaes(key)));
    var first = ciphers.entrySet().iterator().next();
    this.writing = first.getKey();
    this.writer = first.getValue();
    this.plain = encryption.isReadingPlain();
  }

  /** The JSON text as it is stored; another one each time. */
  String seal(SessionKey session, String name, String json) {
    byte[] stamp = new byte[Xaes.NONCE_BYTES];
    RANDOM.nextBytes(stamp);
    byte[] message = json.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = writer.seal(stamp, context(session, name, writing), message);
    return BEGIN + writing + '.' + ENCODER.encodeToString(sealed) + '"';
  }

  /** The JSON text that was sealed there; null where what is stored does not open. */
  @Nullable String open(SessionKey session, String name, String stored) {
    if (!stored.startsWith(BEGIN)) {
      return plain ? stored : null;
    }
    int dot = stored.indexOf('.', BEGIN.length());
    if (dot < 0 || stored.length() > LONGEST || !stored.endsWith("\"")) {
      return null;
    }
    String id = stored.substring(BEGIN.length(), dot);
    Xaes cipher = ciphers.get(id);
    byte[] sealed = cipher == null ? null : decode(stored.substring(dot + 1, stored.length() - 1));
    if (cipher == null || sealed == null) {
      return null;
    }
    byte[] message = cipher.open(context(session, name, id), sealed);
    return message == null ? null : new String(message, StandardCharsets.UTF_8);
  }

  private static byte[] context(SessionKey session, String name, String keyId) {
    byte[][] texts =
        Stream.of(FORM, session.namespace(), session.id(), name, keyId)
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    int bytes = Stream.of(texts).mapToInt(text -> Integer.BYTES + text.length).sum();
    ByteBuffer context = ByteBuffer.allocate(bytes);
    for (byte[] text : texts) {
      context.putInt(text.length).put(text);
    }
    return context.array();
  }

  /** The bytes; null where the text is not the one spelling of them that {@link #seal} writes. */
  private static byte @Nullable [] decode(String text) {
    try {
      byte[] bytes = DECODER.decode(text.getBytes(StandardCharsets.ISO_8859_1));
      // Bits of the last character that spell nothing are zero.
      byte[] last = Arrays.copyOfRange(bytes, bytes.length - bytes.length % 3, bytes.length);
      boolean isOurs =
          text.length() == spelled(bytes.length) && text.endsWith(ENCODER.encodeToString(last));
      return isOurs ? bytes : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** How many characters of base64 spell so many bytes, without padding. */
  private static int spelled(int bytes) {
    return (bytes * 4 + 2) / 3;
  }
}
