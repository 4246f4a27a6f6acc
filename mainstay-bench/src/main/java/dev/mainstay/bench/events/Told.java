package dev.mainstay.bench.events;

/**
 * An event as a process was told it.
 *
 * @param millis when, by the machine's clock
 * @param expired whether it is an expiry; else a creation
 * @param id of which session
 * @param flagged whether it was flagged as handed out before
 */
record Told(long millis, boolean expired, String id, boolean flagged) {
  private static final int PARTS = 4;

  String line() {
    return millis + (expired ? " x " : " c ") + id + (flagged ? " again" : " first");
  }

  static Told parse(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not an event: " + line);
    }
    return new Told(
        Long.parseLong(parts[0]), parts[1].equals("x"), parts[2], parts[3].equals("again"));
  }
}
