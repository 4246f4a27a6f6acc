package dev.mainstay.server.http;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.AsyncCache;
import dev.mainstay.cache.AsyncCacheSteps;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.server.config.ServerConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The caches of each namespace, as they are configured. */
final class OpenCaches {
  private static final Logger LOG = LoggerFactory.getLogger(OpenCaches.class);
  private static final int MOST = 1_000;
  private static final EnvelopeCodec CODEC = new EnvelopeCodec();

  private final Mainstay mainstay;
  private final ServerConfig config;
  private final RequestListener listener;
  private final Map<Place, OpenCache> opened = new ConcurrentHashMap<>();

  private record Place(String namespace, String cache) {}

  /**
   * A cache.
   *
   * @param usual how long a value counts that does not say so itself
   */
  record OpenCache(Freshness usual, Cache<String, Envelope> cache) {
    AsyncCache<String, Envelope> async() {
      return cache.async();
    }

    AsyncCacheSteps<String, Envelope> steps() {
      return cache.steps().async();
    }
  }

  OpenCaches(Mainstay mainstay, ServerConfig config, RequestListener listener) {
    this.listener = listener;
    this.mainstay = mainstay;
    this.config = config;
    followAll();
  }

  /** A change is to be heard whether or not this process was asked for the cache before. */
  private void followAll() {
    for (String name : config.caches().keySet()) {
      if (config.channel(name).isPresent()) {
        for (String namespace : config.namespaces()) {
          follow(namespace, name);
        }
      }
    }
  }

  private void follow(String namespace, String name) {
    try {
      var unused = cache(namespace, name);
    } catch (StoreUnavailableException away) {
      LOG.warn("Invalidations of '{}' are heard with its first use: {}", name, away.getMessage());
    }
  }

  OpenCache cache(String namespace, String name) {
    Place place = new Place(namespace, name);
    OpenCache known = opened.get(place);
    if (known != null) {
      return known;
    }
    // Callers choose names: those beyond the bound work, and are not remembered.
    return opened.size() < MOST ? opened.computeIfAbsent(place, this::remembered) : open(place);
  }

  private OpenCache remembered(Place place) {
    OpenCache cache = open(place);
    listener.opened(place.cache(), cache.cache()::stats);
    return cache;
  }

  /**
   * An envelope says itself how long it is fresh and stale. So the cache below changes nothing of
   * the one, and gives out whatever is there still.
   */
  private OpenCache open(Place place) {
    Freshness usual = config.cache(place.cache());
    Freshness below =
        usual
            .jitter(0)
            .stale(Freshness.LONGEST)
            .maxBytes(usual.maxBytes() + EnvelopeCodec.MOST_BESIDE);
    Cache<String, Envelope> cache =
        mainstay.caches(place.namespace()).cache(place.cache(), below, CODEC);
    config.channel(place.cache()).ifPresent(cache::follow);
    return new OpenCache(usual, cache);
  }
}
