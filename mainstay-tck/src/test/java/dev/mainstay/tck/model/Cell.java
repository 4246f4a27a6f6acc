package dev.mainstay.tck.model;

/**
 * What is there of one entry.
 *
 * @param number of a lease its own, of a value the version that it is of, of a write who writes
 * @param shared of a write, whether another wrote beside since it is there
 */
record Cell(Kind kind, int number, boolean shared) {
  static final Cell NOTHING = new Cell(Kind.NOTHING, 0, false);

  enum Kind {
    NOTHING,
    LEASE,
    VALUE,
    WRITE
  }

  static Cell lease(int number) {
    return new Cell(Kind.LEASE, number, false);
  }

  static Cell value(int version) {
    return new Cell(Kind.VALUE, version, false);
  }

  /** Writers as the bits of a number. */
  static Cell write(int writers, boolean shared) {
    return writers == 0 ? NOTHING : new Cell(Kind.WRITE, writers, shared);
  }

  boolean is(Kind one) {
    return kind == one;
  }

  /** Whether it is a value, and of another version than the source has. */
  boolean isStale(int source) {
    return is(Kind.VALUE) && number != source;
  }
}
