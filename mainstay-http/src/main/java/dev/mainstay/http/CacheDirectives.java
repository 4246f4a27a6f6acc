package dev.mainstay.http;

import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code Cache-Control} says of how long a response counts (RFC 9111, RFC 5861). Directives
 * that are not named here are passed over, as the RFC wants it. An immutable value.
 *
 * @param maxAge fresh for so long
 * @param staleWhileRevalidate answered for so long after that, while it is loaded anew
 * @param staleIfError answered for so long after that, where loading fails
 * @param noStore whether it is not to be stored
 */
public record CacheDirectives(
    Optional<Duration> maxAge,
    Optional<Duration> staleWhileRevalidate,
    Optional<Duration> staleIfError,
    boolean noStore) {
  private static final String FIELD = "Cache-Control";
  private static final Duration MOST = Duration.ofDays(30);
  private static final int MOST_DIGITS = 10;
  private static final int MOST_CHARS = 1_024;

  /**
   * Reads the values of all {@code Cache-Control} fields of a message.
   *
   * @throws InvalidValueException where one of the four is given twice, or a time is no whole
   *     number of seconds up to 30 days
   */
  public static CacheDirectives parse(List<String> fields) {
    Map<String, String> found = new HashMap<>();
    for (String field : fields) {
      if (field.length() > MOST_CHARS) {
        throw refused("is longer than " + MOST_CHARS + " characters");
      }
      new Scan(field).into(found);
    }
    return new CacheDirectives(
        seconds(found, "max-age"),
        seconds(found, "stale-while-revalidate"),
        seconds(found, "stale-if-error"),
        found.containsKey("no-store"));
  }

  private static Optional<Duration> seconds(Map<String, String> found, String name) {
    String text = found.get(name);
    if (text == null) {
      return Optional.empty();
    }
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    Duration time = Duration.ofSeconds(isNumber ? Long.parseLong(text) : Long.MAX_VALUE);
    if (time.compareTo(MOST) > 0) {
      throw refused(
          name + " is " + Shown.of(text) + ", allowed are 0 to " + MOST.toSeconds() + " seconds");
    }
    return Optional.of(time);
  }

  private static InvalidValueException refused(String problem) {
    return new InvalidValueException(FIELD, problem);
  }

  /** A list of {@code token[=token or quoted string]}. */
  private static final class Scan {
    private final String text;
    private int at;

    Scan(String text) {
      this.text = text;
    }

    void into(Map<String, String> found) {
      while (at < text.length()) {
        String name = until("=,").strip().toLowerCase(Locale.ROOT);
        String value = "";
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          value = at < text.length() && text.charAt(at) == '"' ? quoted() : until(",").strip();
          until(",");
        }
        at++;
        if (!name.isEmpty() && found.putIfAbsent(name, value) != null) {
          throw refused(Shown.of(name) + " is given twice");
        }
      }
    }

    private String until(String ends) {
      int from = at;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\') {
          at++;
        }
        if (at < text.length()) {
          value.append(text.charAt(at++));
        }
      }
      if (at >= text.length()) {
        throw refused("has a quotation mark that is not closed");
      }
      at++;
      return value.toString();
    }
  }
}
