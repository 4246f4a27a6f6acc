package dev.mainstay.server.demo;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import java.net.URI;
import java.time.Duration;

/** A price as a small API has it: cached, and in a table. */
final class PriceState {
  private static final String ITEM = "tea";

  private final Cache<String, String> prices;

  /** Caches wherever that keeps its state, for longer than the demo runs. */
  PriceState(Mainstay mainstay) {
    this.prices = mainstay.cache("price", Freshness.of(Duration.ofMinutes(10)), Codec.TEXT);
  }

  /** The price, from the cache or else the table. */
  String read(URI table) {
    return prices.get(ITEM, item -> Plain.send(table, "GET", "").join());
  }

  /** Writes the table, and invalidates. */
  void change(URI table, String price) {
    Plain.send(table, "PUT", price).join();
    prices.invalidate(ITEM);
  }
}
