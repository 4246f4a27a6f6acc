package dev.mainstay.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where entries of caches are kept. This is a contract: the TCK has a test for each of its
 * sentences.
 *
 * <p>An entry is in one of five states: absent, a value, leased (somebody loads it), written
 * (others write its source, one or several), or it lapsed, which is as absent. Whatever is there
 * lapses. Who loads holds a ticket, and fills with it only if nothing happened to the entry since:
 * an invalidation, a write, a put, a lapse. So a value that was loaded before an invalidation is
 * never stored after it.
 *
 * <p>Stages fail as those of {@link SessionStore} do.
 */
public interface CacheStore {

  /** What is there. */
  CompletionStage<Stored> get(EntryKey key);

  /**
   * A value that was there no longer ago than so, as a copy may have it that lags; where there is
   * none, what is there, as by {@link #get(EntryKey)}. Who has no copies answers that at once.
   */
  default CompletionStage<Stored> get(EntryKey key, Duration staleness) {
    return get(key);
  }

  /**
   * Takes the lease if nothing is there, and answers {@link Stored.Vacant} then; else what is
   * there. A lease lapses unless it is held longer by {@link #extend}.
   */
  CompletionStage<Stored> acquire(EntryKey key, Duration lease);

  /**
   * Waits while a lease is there, and answers what is there afterwards; after {@code most}, what is
   * there then.
   */
  CompletionStage<Stored> await(EntryKey key, Duration most);

  /**
   * A ticket to replace a value, for one at a time in so long; empty where the value is there no
   * more or another has that ticket.
   */
  CompletionStage<Optional<Ticket>> refresh(EntryKey key, long stamp, Duration lease);

  /**
   * Stores what was loaded, for so long. False, and nothing done, where the ticket is void; it is
   * void afterwards.
   */
  CompletionStage<Boolean> fill(EntryKey key, Ticket ticket, Entry entry, Duration life);

  /** Holds a lease for so long from now. False, and nothing done, where the ticket is void. */
  CompletionStage<Boolean> extend(EntryKey key, Ticket ticket, Duration lease);

  /**
   * Gives a ticket back: nothing is there afterwards but the value that was to be replaced. Does
   * nothing where the ticket is void.
   */
  CompletionStage<Boolean> release(EntryKey key, Ticket ticket);

  /**
   * A ticket as text, by which any process can have it: 1 to 100 letters, digits and hyphens. Empty
   * where the store cannot vouch for it elsewhere; the ticket itself is as good as before.
   */
  CompletionStage<Optional<String>> text(EntryKey key, Ticket ticket);

  /**
   * The ticket that a text is of, in any process. Empty where it is of none, or where something may
   * have been lost since it was given, as in a failover: then nobody knows what happened to the
   * entry.
   */
  CompletionStage<Optional<Ticket>> ticket(EntryKey key, String text);

  /** Drops a value, if it is still this one. */
  CompletionStage<Boolean> drop(EntryKey key, long stamp);

  /**
   * Stores a value, whatever is there. A write that is under way is not known any more then, so
   * that it drops the value when it finishes.
   */
  CompletionStage<Void> put(EntryKey key, Entry entry, Duration life);

  /** Drops whatever is there; how many of the keys had something. */
  CompletionStage<Long> invalidate(List<EntryKey> keys);

  /** Drops whatever was there of each key with this prefix when it began; how many keys had. */
  CompletionStage<Long> invalidatePrefix(String namespace, String cache, String prefix);

  /**
   * Begins a write of the source: whatever was there is dropped, and nothing can be filled until
   * every writer has finished or {@code most} has passed since the last one began.
   */
  CompletionStage<Void> begin(EntryKey key, long writer, Duration most);

  /**
   * Finishes a write; whether the entry was stored. It is where there is one, the write is still
   * known to have begun, and nobody else wrote since, not even somebody whose begin is not known:
   * of several writers nobody knows whose write the source holds. Else nothing is there when the
   * last has finished. Where this one is not known to have begun and nobody else is, whatever is
   * there is dropped: it may have been loaded meanwhile.
   */
  CompletionStage<Boolean> finish(EntryKey key, long writer, @Nullable Entry entry, Duration life);

  /**
   * Where the tags of a cache stand. A tag that is not known stands where the cache does now, and
   * so does one that was forgotten: what had it before counts no more, if anything moved since.
   */
  CompletionStage<Moves> moves(String namespace, String cache, List<String> tags);

  /** Moves tags: no entry that has one of them counts any more. */
  CompletionStage<Void> move(String namespace, String cache, List<String> tags);

  /**
   * What is there, its value left out. Nothing is changed: what is there lives as long as before,
   * who holds a ticket holds it still, and a tag that is not known is so afterwards.
   */
  CompletionStage<Sight> inspect(EntryKey key);

  /**
   * Searches the keys with this prefix; tells {@code names} of them at most, and asks for the
   * memory of {@code measured} at most. Whatever was there all the while is counted once, leases
   * and writes too; where a store moves its keys about meanwhile, it may be counted again. Where
   * nothing is to be measured it may end as soon as so many names are found.
   */
  CompletionStage<Survey> survey(
      String namespace, String cache, String prefix, int names, int measured);
}
