package dev.mainstay.sessions;

import dev.mainstay.errors.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the steps that need the value before them make of it. */
final class StepResults {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,16}");

  private StepResults() {}

  static String increment(String name, @Nullable String before, long by) {
    String json = before == null ? "0" : before;
    if (!INTEGER.matcher(json).matches()) {
      throw new InvalidValueException(
          "increment", "attribute '" + name + "' is not an integer; set it to one first");
    }
    long number = Long.parseLong(json);
    long sum = number + by;
    if (Math.abs(number) > SessionBounds.INTEGER || Math.abs(sum) > SessionBounds.INTEGER) {
      throw new InvalidValueException(
          "increment", "attribute '" + name + "' would leave ±" + SessionBounds.INTEGER);
    }
    return Long.toString(sum);
  }

  static String append(String name, @Nullable String before, String element) {
    String json = before == null ? "[]" : before;
    if (!json.startsWith("[") || !json.endsWith("]")) {
      throw new InvalidValueException(
          "append", "attribute '" + name + "' is not an array; set it to one first");
    }
    String head = json.substring(0, json.length() - 1);
    String joined = head + (head.equals("[") ? "" : ",") + element + "]";
    if (joined.getBytes(StandardCharsets.UTF_8).length > SessionBounds.ATTRIBUTE_BYTES) {
      throw new InvalidValueException(
          "append",
          "attribute '" + name + "' would pass " + SessionBounds.ATTRIBUTE_BYTES + " bytes");
    }
    return joined;
  }
}
