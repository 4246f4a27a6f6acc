package dev.mainstay.spi;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Says of entries of caches that they changed: what near caches stand on. This is a contract: the
 * TCK has a test for each of its sentences.
 *
 * <p>Stages fail as those of {@link SessionStore} do.
 */
public interface Invalidations extends Proofs {
  /** What is there of an entry, as {@link CacheStore#get}; watched from before it is read on. */
  CompletionStage<Stored> watch(EntryKey key, Watch watch);

  /**
   * The count at the last move of a tag, as {@link CacheStore#moves} says it; empty, and not
   * watched, where it is not known. Watched from before it is read on.
   */
  CompletionStage<Optional<Long>> watchTag(String namespace, String cache, String tag, Watch watch);

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
