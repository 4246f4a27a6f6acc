package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.link.Pin;
import dev.mainstay.spi.Ticket;

/**
 * A ticket of this store. It is void without the connection over which it was given: a lease can
 * outlive a failover while the deletion that voided it was lost.
 *
 * @param kind of what is there while it holds: a lease, or the value that is to be replaced
 * @param number of the lease or of the value
 * @param own the number of the ticket itself; of a lease the same
 * @param pin the connection
 */
record HeldTicket(byte kind, long number, long own, Pin pin) implements Ticket {
  private static final byte[] NOTHING = {};

  static HeldTicket lease(long token, Pin pin) {
    return new HeldTicket(EntryBytes.LEASE, token, token, pin);
  }

  static HeldTicket refresh(long stamp, long own, Pin pin) {
    return new HeldTicket(EntryBytes.VALUE, stamp, own, pin);
  }

  static HeldTicket of(Ticket ticket) {
    if (ticket instanceof HeldTicket ours) {
      return ours;
    }
    throw new IllegalArgumentException("the ticket is of another store");
  }

  byte[] head() {
    return EntryBytes.head(kind, number);
  }

  /** What is stored beside a value while it is replaced; nothing for a lease. */
  byte[] beside() {
    return kind == EntryBytes.VALUE ? EntryBytes.numbers(number, own) : NOTHING;
  }
}
