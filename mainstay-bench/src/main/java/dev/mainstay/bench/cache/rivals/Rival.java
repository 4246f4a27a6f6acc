package dev.mainstay.bench.cache.rivals;

/** All who can be asked, in the order of the tables. */
public enum Rival {
  /** Mainstay. */
  MAINSTAY("Mainstay"),
  /** Mainstay that waits longer for a store, or a machine, that is busy. */
  PATIENT("Mainstay, deadline 2 s"),
  /** Mainstay that stores what it loaded whatever happened. */
  PLANTED("planted fault"),
  /** Spring Data Redis as it comes. */
  SPRING("Spring"),
  /** Its locking writer. */
  SPRING_LOCKING("Spring locking"),
  /** The same, evicted by {@code evictIfPresent}, which waits for the lock. */
  SPRING_WAITING("Spring locking, evictIfPresent"),
  /** JetCache's remote cache. */
  JETCACHE("JetCache"),
  /** Redisson's map with a loader. */
  RMAP("RMap"),
  /** The same whose entries can end. */
  RMAP_CACHE("RMapCache"),
  /** The same with a copy in each process. */
  RLOCAL("RLocalCachedMap");

  private final String title;

  Rival(String title) {
    this.title = title;
  }

  /** What it is called in tables. */
  public String title() {
    return title;
  }

  /** Connects to a store. */
  public CacheRival open(String url) {
    return switch (this) {
      case MAINSTAY -> new MainstayCache(MainstayCache.engine(url));
      case PATIENT -> new MainstayCache(MainstayCache.patient(url));
      case PLANTED -> new MainstayCache(Planted.in(MainstayCache.engine(url)));
      case SPRING -> new SpringCache(url, false, false);
      case SPRING_LOCKING -> new SpringCache(url, true, false);
      case SPRING_WAITING -> new SpringCache(url, true, true);
      case JETCACHE -> new JetCache(url);
      case RMAP -> new RedissonCache(url, RedissonCache.Kind.MAP);
      case RMAP_CACHE -> new RedissonCache(url, RedissonCache.Kind.MAP_CACHE);
      case RLOCAL -> new RedissonCache(url, RedissonCache.Kind.LOCAL_CACHED_MAP);
    };
  }

  /** Whether it puts a lease where the value will be. */
  public boolean leases() {
    return this == MAINSTAY || this == PATIENT || this == PLANTED;
  }
}
