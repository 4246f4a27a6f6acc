package dev.mainstay.http;

import dev.mainstay.limits.Algorithm;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Standing;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields {@code RateLimit-Policy} and {@code RateLimit} as of
 * draft-ietf-httpapi-ratelimit-headers-10: {@code "api";q=100;w=60} is the rule and {@code
 * "api";r=50;t=30} how it stands, one member for each limit.
 *
 * <p>{@code q} is the permits, {@code w} the time they are for, {@code r} what could be taken now
 * and {@code t} when all of it is there again, both times in whole seconds, rounded up. A limit of
 * what goes on at the same time has no window, and the unit {@code concurrent-requests}. A limit of
 * which several keys were asked stands there once, with the fewest that remain.
 *
 * <p>Names are strings of visible ASCII there: all else, and the percent sign, is percent-encoded
 * UTF-8. Limits that would make a field longer than 4 KiB are left out.
 */
public final class RateLimitFields {
  /** The field with the rules. */
  public static final String POLICY = "RateLimit-Policy";

  /** The field that tells how they stand. */
  public static final String STANDING = "RateLimit";

  /** The largest integer of a structured field (RFC 9651, 3.3.1). */
  private static final long MOST = 999_999_999_999_999L;

  private static final int LONGEST = 4_096;

  private RateLimitFields() {}

  /** Both fields by name; none where the decision tells of no limit. */
  public static Map<String, String> of(Decision decision) {
    return of(decision.standings());
  }

  /** Both fields by name; none where there is no standing. */
  public static Map<String, String> of(Collection<Standing> standings) {
    Map<String, Standing> tightest = new LinkedHashMap<>();
    for (Standing standing : standings) {
      tightest.merge(
          standing.limit(),
          standing,
          (one, other) -> one.remaining() <= other.remaining() ? one : other);
    }
    StringBuilder policies = new StringBuilder();
    StringBuilder states = new StringBuilder();
    for (Standing standing : tightest.values()) {
      String name = StructuredText.quoted(standing.limit());
      String policy = name + policy(standing.rule());
      String state = name + state(standing);
      if (Math.max(policies.length() + policy.length(), states.length() + state.length())
          <= LONGEST - 2) {
        add(policies, policy);
        add(states, state);
      }
    }
    Map<String, String> fields = new LinkedHashMap<>();
    if (!policies.isEmpty()) {
      fields.put(POLICY, policies.toString());
      fields.put(STANDING, states.toString());
    }
    return fields;
  }

  /** A limit's name as the string within the fields, without its quotes and escapes. */
  public static String name(String limit) {
    return StructuredText.encoded(limit);
  }

  private static void add(StringBuilder list, String member) {
    list.append(list.isEmpty() ? "" : ", ").append(member);
  }

  private static String policy(Limit rule) {
    String quota = ";q=" + rule.permits();
    return rule.algorithm() == Algorithm.CONCURRENCY
        ? quota + ";qu=\"concurrent-requests\""
        : quota + ";w=" + seconds(rule.per());
  }

  private static String state(Standing standing) {
    return ";r=" + Math.min(standing.remaining(), MOST) + ";t=" + seconds(standing.resetAfter());
  }

  /** Whole seconds, rounded up: whoever waits that long has waited long enough. */
  static long seconds(Duration duration) {
    return Math.min(duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0), MOST);
  }
}
