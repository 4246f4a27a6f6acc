package dev.mainstay.tck.races;

/**
 * Some trials in a row, and when each is run: the one after the other, {@code slotNanos} apart, on
 * the {@code System.nanoTime} that all processes of a machine share.
 */
public record Heat(long seed, int first, int count, long startNanos, long slotNanos) {
  String line() {
    return seed + " " + first + " " + count + " " + startNanos + " " + slotNanos;
  }

  static Heat parse(String line) {
    String[] parts = line.split(" ", 5);
    return new Heat(
        Long.parseLong(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }
}
