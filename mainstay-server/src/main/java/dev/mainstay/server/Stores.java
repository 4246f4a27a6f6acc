package dev.mainstay.server;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TlsOptions;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.config.StoreConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The stores by role. Those that the configuration names are connected to; where it names none,
 * embedded ones are started. This is the one place that chooses.
 */
final class Stores implements Backend {
  private final Listener listener;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Store> all = new ArrayList<>();
  private final Mainstay mainstay;

  /** The engine of a role. */
  record Store(String role, RedisEngine engine) {}

  private Stores(ServerConfig config, Listener listener) {
    this.listener = listener;
    try {
      this.mainstay = config.store().isPresent() ? connected(config) : embedded(config);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Opens them; nothing is left open where one fails. */
  static Stores open(ServerConfig config, Listener listener) {
    return new Stores(config, listener);
  }

  @Override
  public Mainstay mainstay() {
    return mainstay;
  }

  /** Every store that is there, that of state first. */
  List<Store> all() {
    return all;
  }

  private Mainstay connected(ServerConfig config) {
    RedisOptions state = options("store", config.store().orElseThrow());
    return config
        .cacheStore()
        .map(cache -> both(state, options("cacheStore", cache)))
        .orElseGet(() -> on(RedisEngine.connect(own("state", state))));
  }

  private Mainstay embedded(ServerConfig config) {
    EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(config.data()));
    opened.push(redis);
    return both(RedisOptions.parse(redis.state().url()), RedisOptions.parse(redis.cache().url()));
  }

  /** Caches have their own connection; that of the second engine tells how their store is. */
  private Mainstay both(RedisOptions state, RedisOptions cache) {
    Mainstay mainstay = on(RedisEngine.connect(own("state", state), own("cache", cache)));
    RedisEngine beside = RedisEngine.connect(own("cache", cache));
    all.add(new Store("cache", beside));
    opened.push(beside);
    return mainstay;
  }

  private Mainstay on(RedisEngine engine) {
    all.add(new Store("state", engine));
    Mainstay mainstay = Mainstay.on(engine, listener);
    opened.push(mainstay);
    // The first cache connects to its store: now, since no request should have to wait for that.
    var unused = mainstay.cache("any", Freshness.of(Duration.ofMinutes(1)), Codec.BYTES);
    return mainstay;
  }

  private RedisOptions own(String role, RedisOptions options) {
    return options.withRole(role).withListener(listener).withClientName("mainstay-server");
  }

  private static RedisOptions options(String path, StoreConfig store) {
    try {
      RedisOptions options =
          RedisOptions.parse(store.url())
              .withTls(
                  new TlsOptions(
                      store.ca().orElse(null),
                      store.certificate().orElse(null),
                      store.key().orElse(null),
                      true));
      if (store.readDeadline().isPresent()) {
        options = options.withReadDeadline(store.readDeadline().get());
      }
      return store.writeDeadline().isPresent()
          ? options.withWriteDeadline(store.writeDeadline().get())
          : options;
    } catch (InvalidValueException e) {
      throw new InvalidValueException(path, String.valueOf(e.getMessage()));
    }
  }

  /** Closes in the opposite order: what is on top first. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        RuntimeException failed =
            e instanceof RuntimeException known ? known : new IllegalStateException(e);
        first = first == null ? failed : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
