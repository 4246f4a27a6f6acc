package dev.mainstay.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Cache-Status} as RFC 8941 says: one item of a list, a token with parameters that are
 * booleans, integers or tokens.
 */
final class CacheStatusField {
  private static final String KEY = "[a-z*][a-z0-9_.*-]*";
  private static final String VALUE = "-?\\d{1,15}|[A-Za-z*][\\w:/!#$%&'*+.^`|~-]*|\\?[01]";
  private static final Pattern ITEM =
      Pattern.compile(
          "([A-Za-z*][\\w:/!#$%&'*+.^`|~-]*)((?:; *" + KEY + "(?:=(?:" + VALUE + "))?)*)");
  private static final Pattern PARAMETER = Pattern.compile("; *(" + KEY + ")(?:=(" + VALUE + "))?");

  private CacheStatusField() {}

  /** The parameters by name, a boolean that is true as {@code ?1}; the cache's name as itself. */
  static Map<String, String> parse(String field) {
    Matcher item = ITEM.matcher(field);
    if (!item.matches()) {
      throw new IllegalArgumentException("no structured field: " + field);
    }
    Map<String, String> all = new LinkedHashMap<>();
    all.put("", item.group(1));
    Matcher parameter = PARAMETER.matcher(item.group(2));
    while (parameter.find()) {
      all.put(parameter.group(1), parameter.group(2) == null ? "?1" : parameter.group(2));
    }
    return all;
  }
}
