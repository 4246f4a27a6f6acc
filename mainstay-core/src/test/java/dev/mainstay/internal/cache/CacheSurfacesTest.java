package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncCache;
import dev.mainstay.cache.AsyncCacheAdmin;
import dev.mainstay.cache.AsyncCacheSteps;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheAdmin;
import dev.mainstay.cache.CacheSteps;
import dev.mainstay.testing.Surfaces;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The surfaces of a cache have the same operations, but for a stage around each answer. */
class CacheSurfacesTest {
  @Test
  void aCacheHasTheSameOperations() {
    // A load and a write are given otherwise where nobody waits.
    Surfaces.areAlike(
        Cache.class,
        AsyncCache.class,
        Set.of(
            "async",
            "name",
            "steps",
            "admin",
            "stats",
            "follow",
            "get",
            "getLoaded",
            "getAll",
            "mutate"));
  }

  @Test
  void whatOperatorsAskIsTheSame() {
    Surfaces.areAlike(CacheAdmin.class, AsyncCacheAdmin.class, Set.of("async"));
  }

  @Test
  void theStepsOfALoadAreTheSame() {
    Surfaces.areAlike(CacheSteps.class, AsyncCacheSteps.class, Set.of("async"));
  }
}
