package dev.mainstay.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Says of what was read that it changed: what near caches stand on. This is a contract: the TCK has
 * a test for each of its sentences.
 *
 * <p>A {@link Watch} stands as long as what was read with it is there and nobody changed it, by
 * whatever client, and as long as that is proven: see {@link Proof}. Whatever happens, it is never
 * wrong about an instant that is proven; where nobody would say that something changed, it does not
 * stand. A watch that ended never stands again. That something lapsed is not told in time: who
 * keeps it looks at that himself.
 *
 * <p>Stages fail as those of {@link SessionStore} do.
 */
public interface Invalidations {
  /** What is there of an entry, as {@link CacheStore#get}; watched from before it is read on. */
  CompletionStage<Stored> watch(EntryKey key, Watch watch);

  /**
   * The count at the last move of a tag, as {@link CacheStore#moves} says it; empty, and not
   * watched, where it is not known. Watched from before it is read on.
   */
  CompletionStage<Optional<Long>> watchTag(String namespace, String cache, String tag, Watch watch);

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

  /**
   * Hears what others publish on channels, until it is run: whatever is published between {@link
   * Ear#listens} and {@link Ear#deaf}, once or more, of one channel in order.
   *
   * @param before what the name of a channel begins with
   * @param after what it ends with; the key is between
   */
  Runnable hear(String before, String after, Ear ear);

  /** Publishes for who hears it just now. */
  CompletionStage<Void> tell(String channel, String text);
}
