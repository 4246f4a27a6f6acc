package dev.mainstay.memory;

import dev.mainstay.spi.Ticket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ticket.
 *
 * @param own of a refresh its own number; a lease has none beside
 */
record Given(long number, long own) implements Ticket {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  boolean isRefresh() {
    return own != 0;
  }

  String text() {
    return number + "-" + own;
  }

  static Optional<Ticket> of(String text) {
    Matcher read = TEXT.matcher(text);
    return read.matches()
        ? Optional.of(new Given(Long.parseLong(read.group(1)), Long.parseLong(read.group(2))))
        : Optional.empty();
  }
}
