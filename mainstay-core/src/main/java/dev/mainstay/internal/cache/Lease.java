package dev.mainstay.internal.cache;

import dev.mainstay.errors.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lease that somebody holds elsewhere, as text: the ticket's, and where the cache's tags stood
 * when it was given. Whoever makes one up can do no more than a put can.
 *
 * @param ticket the ticket's text
 * @param count of moves of tags; negative where it is not known
 */
record Lease(String ticket, long count) {
  private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9-]{1,100})-c(n|[0-9a-z]{1,12})");
  private static final int RADIX = 36;
  private static final long UNKNOWN = -1;

  static Lease read(String text) {
    Matcher read = TEXT.matcher(text);
    if (!read.matches()) {
      throw new InvalidValueException(
          "lease", "is none; give back the one that you were offered, as it was");
    }
    String count = read.group(2);
    return new Lease(read.group(1), count.equals("n") ? UNKNOWN : Long.parseLong(count, RADIX));
  }

  boolean isCountKnown() {
    return count >= 0;
  }

  @Override
  public String toString() {
    return ticket + "-c" + (isCountKnown() ? Long.toString(count, RADIX) : "n");
  }
}
