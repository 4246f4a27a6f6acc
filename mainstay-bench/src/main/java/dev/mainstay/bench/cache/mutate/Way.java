package dev.mainstay.bench.cache.mutate;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Intent;
import java.util.List;
import java.util.concurrent.Callable;

/** How somebody writes the source of what is cached. */
enum Way {
  /** Mainstay's own. */
  MUTATE("mutate") {
    @Override
    void whole(Cache<String, String> cache, String key, Callable<Void> write) throws Exception {
      cache.mutate(key, write);
    }

    @Override
    void dies(Cache<String, String> cache, String key, Callable<Void> write) throws Exception {
      // Never closed, as by somebody who is no more.
      Intent unused = cache.intend(List.of(key));
      write.call();
    }
  },
  /** What everybody does: commit, then invalidate. */
  AFTER("commit, then invalidate") {
    @Override
    void whole(Cache<String, String> cache, String key, Callable<Void> write) throws Exception {
      try {
        write.call();
      } finally {
        cache.invalidate(key);
      }
    }

    @Override
    void dies(Cache<String, String> cache, String key, Callable<Void> write) throws Exception {
      write.call();
    }
  },
  /** The same the other way round. */
  BEFORE("invalidate, then commit") {
    @Override
    void whole(Cache<String, String> cache, String key, Callable<Void> write) throws Exception {
      cache.invalidate(key);
      write.call();
    }

    @Override
    void dies(Cache<String, String> cache, String key, Callable<Void> write) throws Exception {
      whole(cache, key, write);
    }
  };

  private final String title;

  Way(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Writes, and lives to see the end. */
  abstract void whole(Cache<String, String> cache, String key, Callable<Void> write)
      throws Exception;

  /** Writes, and dies when that is done or in the middle of it. */
  abstract void dies(Cache<String, String> cache, String key, Callable<Void> write)
      throws Exception;
}
