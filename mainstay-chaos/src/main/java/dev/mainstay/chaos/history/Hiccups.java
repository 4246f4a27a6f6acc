package dev.mainstay.chaos.history;

import java.util.List;

/**
 * When a process did not get to run: what took long then proves nothing about anybody else.
 *
 * @param spans when it stood still, by begin
 */
public record Hiccups(List<Span> spans) {
  /** A process that always ran. */
  public static final Hiccups NONE = new Hiccups(List.of());

  /** A time that was lost, in nanoseconds since the history began. */
  public record Span(long begin, long end) {}

  /** Takes a copy. */
  public Hiccups {
    spans = List.copyOf(spans);
  }

  /** Whether there was one in this time. */
  public boolean within(long begin, long end) {
    return spans.stream().anyMatch(span -> span.begin() < end && begin < span.end());
  }
}
