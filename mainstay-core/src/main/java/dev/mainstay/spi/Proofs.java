package dev.mainstay.spi;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How it is known that what was read is there still, of one role of an engine: what is kept near
 * stands on it. This is a contract: the TCK has a test for each of its sentences.
 *
 * <p>A {@link Watch} stands as long as what was read with it is there and nobody changed it, by
 * whatever client, and as long as that is proven: see {@link Proof}. Whatever happens, it is never
 * wrong about an instant that is proven; where nobody would say that something changed, it does not
 * stand. A watch that ended never stands again. That something lapsed is not told in time: who
 * keeps it looks at that himself.
 */
public interface Proofs {
  /** From now on what is proven is never longer ago than this, as long as the store answers. */
  void prove(Duration most);

  /** The clock by which proofs are dated, in nanoseconds from any instant; no round trip. */
  long nanos();

  /**
   * A place for what was read.
   *
   * @param most for so many values
   * @param evicted hears of those that it lets go by itself
   */
  <K, T> NearStore<K, T> store(int most, Consumer<T> evicted);
}
