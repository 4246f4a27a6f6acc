package dev.mainstay.chaos.history;

import java.util.Optional;

/**
 * One operation of one client. Instants are nanoseconds since its history began.
 *
 * @param who the client
 * @param verb what it asked for
 * @param subject of what
 * @param begin when it asked
 * @param end when it had its answer, or gave up
 * @param outcome how it ended
 */
public record Operation(
    String who, Verb verb, Subject subject, long begin, long end, Outcome outcome) {

  /** What was answered; empty where nothing was. */
  public Optional<Answer> answer() {
    return outcome instanceof Outcome.Ok ok ? Optional.of(ok.answer()) : Optional.empty();
  }

  /** The live session that was answered, else empty. */
  public Optional<Answer.Live> live() {
    return outcome instanceof Outcome.Ok ok && ok.answer() instanceof Answer.Live live
        ? Optional.of(live)
        : Optional.empty();
  }

  /** Whether it was on its way at some instant of this time. */
  public boolean overlaps(long from, long to) {
    return begin <= to && from <= end;
  }

  /** How long it took, in nanoseconds. */
  public long nanos() {
    return end - begin;
  }

  @Override
  public String toString() {
    return "%,12.3f ms +%,.3f  %s %s %s: %s"
        .formatted(begin / 1e6, nanos() / 1e6, who, verb, subject, outcome);
  }
}
