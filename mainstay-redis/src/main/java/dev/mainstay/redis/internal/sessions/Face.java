package dev.mainstay.redis.internal.sessions;

import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Session;
import dev.mainstay.spi.SecretHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A session's hash as it comes from the store, field by field.
 *
 * <pre>
 * h  SHA-256 of the secret                    p, q  the hash before it, and until when it works
 * m  created idle life epoch check policy     c     a claim and until when it holds
 * t  last seen (ms)                           n     the highest version so far
 * u  the user, as spelled in keys             d     the device
 * w  whether events are told of it
 * :&lt;name&gt;  version:json
 * </pre>
 *
 * <p>The check is a CRC-32C of the id and the user: a damaged user is no other user. It guards
 * against accidents; who can write to the store needs no such trick.
 */
final class Face {
  private byte @Nullable [] hash;
  private byte @Nullable [] previous;
  private byte @Nullable [] user;
  private @Nullable String device;
  private String policy = "";
  private long created = -1;
  private long seen = -1;
  private long idle;
  private long life;
  private long epoch;
  private long check;
  private @Nullable Map<String, Attribute> attributes;

  private Face() {}

  /** Reads the fields; null where they are not what Mainstay writes. */
  static @Nullable Face read(List<?> flat, int from, String id) {
    Face face = new Face();
    try {
      for (int i = from; i + 1 < flat.size(); i += 2) {
        face.field((byte[]) flat.get(i), (byte[]) flat.get(i + 1));
      }
    } catch (RuntimeException foreign) {
      return null;
    }
    boolean whole = face.created >= 0 && face.seen >= 0;
    return whole && face.check == check(id, face.user) ? face : null;
  }

  /** Whether the fields are of a session whose current hash this is. */
  static boolean isOf(SecretHash asked, List<byte[]> flat) {
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      byte[] name = flat.get(i);
      if (name.length == 1 && name[0] == 'h') {
        return asked.matches(flat.get(i + 1));
      }
    }
    return false;
  }

  /** What ties a user to a session. */
  static long check(String id, byte @Nullable [] spelledUser) {
    CRC32C crc = new CRC32C();
    crc.update(id.getBytes(StandardCharsets.ISO_8859_1));
    if (spelledUser != null) {
      crc.update(spelledUser);
    }
    return crc.getValue();
  }

  private void field(byte[] name, byte[] value) {
    if (name[0] == ':') {
      attribute(name, value);
    } else if (name.length == 1) {
      switch (name[0]) {
        case 'h' -> hash = value;
        case 'p' -> previous = value;
        case 'm' -> meta(value);
        case 't' -> seen = number(value, 0, value.length);
        case 'u' -> user = value;
        case 'd' -> device = text(value, 0);
        default -> {
          // What only scripts read.
        }
      }
    }
  }

  private void attribute(byte[] name, byte[] value) {
    int colon = indexOf(value, (byte) ':', 0);
    if (attributes == null) {
      attributes = new LinkedHashMap<>();
    }
    attributes.put(text(name, 1), new Attribute(text(value, colon + 1), number(value, 0, colon)));
  }

  private void meta(byte[] meta) {
    int a = indexOf(meta, (byte) ' ', 0);
    int b = indexOf(meta, (byte) ' ', a + 1);
    int c = indexOf(meta, (byte) ' ', b + 1);
    int d = indexOf(meta, (byte) ' ', c + 1);
    created = number(meta, 0, a);
    idle = number(meta, a + 1, b);
    life = number(meta, b + 1, c);
    int e = indexOf(meta, (byte) ' ', d + 1);
    epoch = number(meta, c + 1, d);
    check = number(meta, d + 1, e);
    policy = text(meta, e + 1);
  }

  boolean isCurrent(SecretHash asked) {
    return asked.matches(hash);
  }

  boolean isPrevious(SecretHash asked) {
    return asked.matches(previous);
  }

  long epoch() {
    return epoch;
  }

  Session toSession(String id) {
    return new Session(
        id,
        user == null ? null : SessionKeys.user(text(user, 0)),
        device,
        policy,
        attributes == null ? Attributes.none() : Attributes.stored(attributes),
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(seen),
        Duration.ofMillis(idle),
        Instant.ofEpochMilli(created + life));
  }

  private static String text(byte[] bytes, int from) {
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] bytes, byte wanted, int from) {
    int i = from;
    while (bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  private static long number(byte[] bytes, int from, int to) {
    if (to <= from || to - from > 16) {
      throw new NumberFormatException("not 1 to 16 digits");
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException("not a digit");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
