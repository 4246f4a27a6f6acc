package dev.mainstay.spi;

/**
 * The right to fill one entry, as long as what was there when it was given is still there. Made and
 * read by a store alone.
 */
public interface Ticket {
  /** The number of the lease, which others see meanwhile; of a refresh the value's stamp. */
  long number();
}
