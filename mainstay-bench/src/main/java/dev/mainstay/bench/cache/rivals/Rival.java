package dev.mainstay.bench.cache.rivals;

import java.util.function.Function;

/** All who can be asked, in the order of the tables. */
public enum Rival {
  /** Mainstay. */
  MAINSTAY("Mainstay", url -> new MainstayCache(MainstayCache.engine(url))),
  /** Mainstay that stores what it loaded whatever happened. */
  PLANTED("planted fault", url -> new MainstayCache(Planted.in(MainstayCache.engine(url)))),
  /** Spring Data Redis as it comes. */
  SPRING("Spring", url -> new SpringCache(url, false, false)),
  /** Its locking writer. */
  SPRING_LOCKING("Spring locking", url -> new SpringCache(url, true, false)),
  /** The same, evicted by {@code evictIfPresent}, which waits for the lock. */
  SPRING_WAITING("Spring locking, evictIfPresent", url -> new SpringCache(url, true, true)),
  /** JetCache's remote cache. */
  JETCACHE("JetCache", JetCache::new),
  /** Redisson's map with a loader. */
  RMAP("RMap", url -> new RedissonCache(url, RedissonCache.Kind.MAP)),
  /** The same whose entries can end. */
  RMAP_CACHE("RMapCache", url -> new RedissonCache(url, RedissonCache.Kind.MAP_CACHE)),
  /** The same with a copy in each process. */
  RLOCAL("RLocalCachedMap", url -> new RedissonCache(url, RedissonCache.Kind.LOCAL_CACHED_MAP));

  private final String title;
  private final Function<String, CacheRival> open;

  Rival(String title, Function<String, CacheRival> open) {
    this.title = title;
    this.open = open;
  }

  /** What it is called in tables. */
  public String title() {
    return title;
  }

  /** Connects to a store. */
  public CacheRival open(String url) {
    return open.apply(url);
  }

  /** Whether it puts a lease where the value will be. */
  public boolean leases() {
    return this == MAINSTAY || this == PLANTED;
  }
}
