package dev.mainstay.bench.cache.rivals;

import dev.mainstay.bench.store.Proxies;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import java.time.Duration;

/** An engine with the fault that everybody has: what was loaded is stored, whatever happened. */
public final class Planted {
  private Planted() {}

  /** Plants it. */
  public static Engine in(Engine engine) {
    CacheStore right = engine.cache();
    CacheStore wrong =
        Proxies.of(
            CacheStore.class,
            (method, args) -> {
              if (!method.getName().equals("fill")) {
                return Proxies.invoke(method, right, args);
              }
              var put = right.put((EntryKey) args[0], (Entry) args[2], (Duration) args[3]);
              return put.thenApply(done -> true);
            });
    return Proxies.of(
        Engine.class,
        (method, args) ->
            method.getName().equals("cache") ? wrong : Proxies.invoke(method, engine, args));
  }
}
