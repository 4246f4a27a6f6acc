package dev.mainstay.redis.internal.keys;

import dev.mainstay.limits.Limit;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.RuleRecord;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The keys of limits, schema 1. What is counted within one scope has one hash tag, and so one slot:
 *
 * <pre>
 * ms:l1:{&lt;namespace&gt;:&lt;key&gt;}:&lt;limit&gt;            string  what is counted
 * ms:l1:{&lt;namespace&gt;:&lt;scope&gt;}:&lt;limit&gt;:&lt;key&gt;  string  the same in a scope
 * …::l                                   list    what a sliding-log remembers
 * …::h                                   zset    who holds permits of a concurrency limit
 * ms:l1:{&lt;namespace&gt;}:rules             hash    the rules, v their version
 * ms:l1:{&lt;namespace&gt;}:processes         zset    who decides, and when last
 * </pre>
 */
public final class LimitKeys {
  private LimitKeys() {}

  /** What is counted. */
  public static byte[] counted(LimitKey key, Limit limit) {
    String scope = key.scope();
    StringBuilder spelled = new StringBuilder(64);
    spelled.append("ms:l1:{").append(Escape.escape(key.namespace())).append(':');
    spelled.append(Escape.escape(scope == null ? key.key() : scope)).append("}:");
    spelled.append(Escape.escape(key.limit()));
    if (scope != null) {
      spelled.append(':').append(Escape.escape(key.key()));
    }
    return bytes(spelled.append(kind(limit)).toString());
  }

  private static String kind(Limit limit) {
    return switch (limit.algorithm()) {
      case SLIDING_LOG -> "::l";
      case CONCURRENCY -> "::h";
      default -> "";
    };
  }

  /**
   * A pattern for SCAN that all keys of a limit match that begin like this. What a pattern gives a
   * meaning to never stands in a spelled name.
   */
  public static byte[] pattern(String namespace, String limit) {
    return bytes("ms:l1:{" + Escape.escape(namespace) + ":*}:" + Escape.escape(limit) + "*");
  }

  /** The key that is spelled so; {@code null} where it is none of this limit. */
  public static @Nullable LimitKey read(String namespace, String limit, byte[] spelled) {
    String text = new String(spelled, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("}:");
    String[] tag = text.substring("ms:l1:{".length(), end).split(":", -1);
    String[] parts = text.substring(end + 2).split(":", -1);
    if (tag.length != 2 || !Escape.unescape(parts[0]).equals(limit)) {
      return null;
    }
    String scope = Escape.unescape(tag[1]);
    boolean isScoped = parts.length > 1 && !parts[1].isEmpty();
    return new LimitKey(
        namespace, limit, isScoped ? Escape.unescape(parts[1]) : scope, isScoped ? scope : null);
  }

  /** Who holds permits. */
  public static byte[] held(LimitKey key) {
    return counted(key, Limit.concurrency(1, Limit.SHORTEST));
  }

  /** The rules of a namespace. */
  public static byte[] rules(String namespace) {
    return bytes("ms:l1:{" + Escape.escape(namespace) + "}:rules");
  }

  /** Who decides limits of a namespace. */
  public static byte[] processes(String namespace) {
    return bytes("ms:l1:{" + Escape.escape(namespace) + "}:processes");
  }

  /** The field of a rule: that of all keys, of one, or what one of a key was. */
  public static String field(RuleRecord rule) {
    String name = Escape.escape(rule.name());
    String key = rule.key();
    return key == null
        ? "r:" + name
        : (rule.isGone() ? "g:" : "o:") + name + ':' + Escape.escape(key);
  }

  /** Whether the field is of what a rule was. */
  public static boolean isGone(String field) {
    return field.startsWith("g:");
  }

  /** The name of the limit in a rule's field. */
  public static String name(String field) {
    return Escape.unescape(field.split(":", -1)[1]);
  }

  /** The key in a rule's field; {@code null} where it holds for all. */
  public static @Nullable String key(String field) {
    String[] parts = field.split(":", -1);
    return parts.length < 3 ? null : Escape.unescape(parts[2]);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }
}
