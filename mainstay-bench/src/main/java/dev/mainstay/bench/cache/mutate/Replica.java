package dev.mainstay.bench.cache.mutate;

import dev.mainstay.bench.cache.rivals.MainstayCache;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.cache.Cache;
import dev.mainstay.errors.StoreUnavailableException;
import java.util.concurrent.atomic.LongAdder;

/** One replica's cache and its two connections to the database, for one lane. */
final class Replica implements AutoCloseable {
  static final String CACHE = "books";

  private final Cache<String, String> cache;
  private final Books writing;
  private final Books reading;

  Replica(MainstayCache mainstay, String database) {
    this.cache = mainstay.cache(CACHE);
    this.writing = Books.open(database);
    this.reading = Books.open(database);
  }

  /** When a writer was at work. */
  record Span(long begin, long end) {
    boolean overlaps(Span other) {
      return begin < other.end && other.begin < end;
    }
  }

  /**
   * Writes, as its fate wills; rolled back is what a dead one did not commit.
   *
   * @param unannounced counts those whose announcement the store did not take in time
   */
  Span write(Way way, String key, long version, Fate fate, long pause, LongAdder unannounced)
      throws Exception {
    long begin = System.nanoTime();
    try {
      if (fate.dies()) {
        way.dies(cache, key, () -> step(key, version, fate, pause));
      } else {
        way.whole(cache, key, () -> step(key, version, fate, pause));
      }
    } catch (RolledBack expected) {
      // It was its fate.
    } catch (StoreUnavailableException refused) {
      // At its begin: nothing was written.
      unannounced.increment();
    }
    return new Span(begin, System.nanoTime());
  }

  private static final class RolledBack extends Exception {
    private static final long serialVersionUID = 1;
  }

  private Void step(String key, long version, Fate fate, long pause) throws Exception {
    Board.pause(pause);
    if (fate != Fate.DIES_ANNOUNCED) {
      writing.write(key, version);
      Board.pause(pause);
      if (fate.commits()) {
        writing.commit();
      } else {
        writing.rollback();
      }
      Board.pause(pause);
    }
    if (fate == Fate.ROLLS_BACK) {
      throw new RolledBack();
    }
    return null;
  }

  /**
   * Reads through the cache; who loads is slow with what he saw.
   *
   * @param loads counts them
   */
  String read(String key, long pause, LongAdder loads) {
    return cache.get(
        key,
        any -> {
          long seen = reading.version(key);
          loads.increment();
          Board.pause(pause);
          return Long.toString(seen);
        });
  }

  /** What the database has. */
  String truth(String key) throws Exception {
    return Long.toString(reading.version(key));
  }

  void add(String key) throws Exception {
    writing.add(key);
  }

  @Override
  public void close() {
    writing.close();
    reading.close();
  }
}
