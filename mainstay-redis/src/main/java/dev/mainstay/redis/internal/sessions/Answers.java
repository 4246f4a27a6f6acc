package dev.mainstay.redis.internal.sessions;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.spi.SecretHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scripts say, in the words of the domain. */
final class Answers {
  private static final int INFO_FIELDS = 7;

  private Answers() {}

  /** The first word of an answer. */
  static String verdict(List<Object> answer) {
    return text(answer.get(0));
  }

  static boolean isYes(List<Object> answer) {
    return number(answer.get(0)) == 1;
  }

  static long number(Object value) {
    return value instanceof Long number ? number : Long.parseLong(text(value));
  }

  /** An answer that is {@code gone} and a letter. */
  static Gone gone(List<Object> answer) {
    return new Gone(reason(((byte[]) answer.get(1))[0]));
  }

  /** An end record, read by a credential of the hash. */
  static Gone gone(byte @Nullable [] record, SecretHash hash) {
    if (record == null || record.length != 1 + SecretHash.BYTES) {
      return Gone.UNKNOWN;
    }
    byte[] stored = new byte[SecretHash.BYTES];
    System.arraycopy(record, 1, stored, 0, stored.length);
    return hash.matches(stored) ? new Gone(reason(record[0])) : Gone.UNKNOWN;
  }

  private static Gone.Reason reason(byte letter) {
    return switch (letter) {
      case 'i' -> Gone.Reason.IDLE;
      case 'x' -> Gone.Reason.EXPIRED;
      case 'r' -> Gone.Reason.REVOKED;
      default -> Gone.Reason.UNKNOWN;
    };
  }

  /** A verdict with the fields of a session behind it. */
  static Session session(String operation, List<Object> answer, String id) {
    Face face = Face.read(answer, 1, id);
    if (face == null) {
      throw new StoreFaultException(
          operation, "the script's answer holds no session; is this Mainstay's own store?", null);
    }
    return face.toSession(id);
  }

  /** A conflict's versions by attribute. */
  static Map<String, Long> versions(List<Object> answer) {
    Map<String, Long> versions = new LinkedHashMap<>();
    for (int i = 1; i + 1 < answer.size(); i += 2) {
      versions.put(text(answer.get(i)), number(answer.get(i + 1)));
    }
    return Map.copyOf(versions);
  }

  /** Why a change does not fit. */
  static InvalidValueException unfit(List<Object> answer) {
    String kind = text(answer.get(1));
    String name = text(answer.get(2));
    String problem =
        switch (text(answer.get(3))) {
          case "integer" -> "attribute '" + name + "' is not an integer; set it to one first";
          case "array" -> "attribute '" + name + "' is not an array; set it to one first";
          case "range" -> "attribute '" + name + "' would leave ±" + SessionBounds.INTEGER;
          case "bytes" ->
              "attribute '" + name + "' would pass " + SessionBounds.ATTRIBUTE_BYTES + " bytes";
          default -> name + " are too many, a session has up to " + SessionBounds.ATTRIBUTES;
        };
    return new InvalidValueException(kind, problem);
  }

  /** The lines of a device list. */
  static List<SessionInfo> infos(List<Object> answer) {
    List<SessionInfo> infos = new ArrayList<>(answer.size() / INFO_FIELDS);
    for (int i = 0; i + INFO_FIELDS <= answer.size(); i += INFO_FIELDS) {
      infos.add(info(answer.subList(i, i + INFO_FIELDS)));
    }
    return List.copyOf(infos);
  }

  private static SessionInfo info(List<Object> line) {
    long created = number(line.get(1));
    long seen = number(line.get(2));
    long expires = created + number(line.get(4));
    String device = text(line.get(6));
    return new SessionInfo(
        text(line.get(0)),
        device.isEmpty() ? null : device,
        text(line.get(5)),
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(seen),
        Instant.ofEpochMilli(Math.min(seen + number(line.get(3)), expires)),
        Instant.ofEpochMilli(expires));
  }

  static String text(Object value) {
    return new String((byte[]) value, StandardCharsets.UTF_8);
  }
}
