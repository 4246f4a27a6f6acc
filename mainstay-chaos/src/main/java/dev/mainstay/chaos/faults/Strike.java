package dev.mainstay.chaos.faults;

/**
 * A fault that hit, in nanoseconds since the history began.
 *
 * @param fault what it was
 * @param begin when it began
 * @param end when what was done was undone, or could not be
 */
public record Strike(Fault fault, long begin, long end) {
  /** Whether it was under way at an instant. */
  public boolean covers(long instant) {
    return begin <= instant && instant <= end;
  }

  /** When its effects have to be over. */
  public long over() {
    return end + fault.recovery().toNanos();
  }
}
