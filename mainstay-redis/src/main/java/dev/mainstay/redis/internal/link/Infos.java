package dev.mainstay.redis.internal.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What several servers that share the keys say together: of whole numbers the sum, of ratios the
 * highest, of the keys of a database the sum, of everything else what the first says.
 */
final class Infos {
  private static final Pattern KEYS = Pattern.compile("keys=(\\d{1,18})");

  private Infos() {}

  static Map<String, String> together(List<Map<String, String>> all) {
    Map<String, String> together = new HashMap<>();
    all.forEach(each -> each.forEach((name, value) -> together.merge(name, value, Infos::join)));
    return together;
  }

  private static String join(String one, String other) {
    if (one.matches("\\d{1,18}") && other.matches("\\d{1,18}")) {
      return Long.toString(Long.parseLong(one) + Long.parseLong(other));
    }
    if (one.matches("\\d{1,9}\\.\\d{1,9}") && other.matches("\\d{1,9}\\.\\d{1,9}")) {
      return Double.parseDouble(one) >= Double.parseDouble(other) ? one : other;
    }
    Matcher here = KEYS.matcher(one);
    Matcher there = KEYS.matcher(other);
    return here.find() && there.find()
        ? "keys=" + (Long.parseLong(here.group(1)) + Long.parseLong(there.group(1)))
        : one;
  }
}
