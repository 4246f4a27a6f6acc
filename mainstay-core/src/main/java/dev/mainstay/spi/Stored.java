package dev.mainstay.spi;

/** What is found where an entry is kept. */
public sealed interface Stored {
  /** Nothing is there, and nobody was asked to bring it. */
  Absent ABSENT = new Absent();

  /** Somebody writes the source of it. */
  Written WRITTEN = new Written();

  /**
   * A value.
   *
   * @param entry what was stored
   * @param stamp the number that it got when it was stored; no other value has it
   */
  record Value(Entry entry, long stamp) implements Stored {}

  /** Nothing. */
  record Absent() implements Stored {}

  /**
   * Somebody loads it.
   *
   * @param lease the number of his lease
   */
  record Leased(long lease) implements Stored {}

  /** Somebody writes the source of it: what is loaded now may be of before, and is not kept. */
  record Written() implements Stored {}

  /** Nothing was there, and now it is the asker who loads it. */
  record Vacant(Ticket ticket) implements Stored {}
}
