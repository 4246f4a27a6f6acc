package dev.mainstay.server;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TlsOptions;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.config.StoreConfig;

/** Connects to the stores that the configuration names, or starts them: the one place for both. */
final class Stores {
  private Stores() {}

  /** The engine for state; what belongs to it is closed with it. */
  static RedisEngine state(ServerConfig config, Listener listener) {
    StoreConfig store =
        config
            .store()
            .orElseThrow(() -> new InvalidValueException("--store", "is missing; name a store"));
    return RedisEngine.connect(options(store, "state", listener));
  }

  private static RedisOptions options(StoreConfig store, String role, Listener listener) {
    RedisOptions options =
        RedisOptions.parse(store.url())
            .withRole(role)
            .withListener(listener)
            .withClientName("mainstay-server")
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
  }
}
