package dev.mainstay.server.ops;

import dev.mainstay.redis.StoreState.Condition;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The store of one role, as it is at a scrape. Gauges of a store that did not answer are NaN, so
 * that no graph shows yesterday's value; its counters stand still.
 */
final class StoreMeters {
  private static final Pattern KEYS = Pattern.compile("keys=(\\d+)");

  private final MeterRegistry registry;
  private final StoreView store;
  private final StoreInfo info;

  StoreMeters(MeterRegistry registry, StoreView store, StoreInfo info) {
    this.registry = registry;
    this.store = store;
    this.info = info;
    link();
    memory();
    keys();
  }

  CompletableFuture<?> refresh() {
    return info.refreshAll();
  }

  private void link() {
    gauge(
        "up",
        "1 where the store answers heartbeats, or some of its primaries do",
        s -> is(Condition.UP) + is(Condition.PARTIAL));
    gauge(
        "partial",
        "1 where some of its primaries answer heartbeats and some do not",
        s -> is(Condition.PARTIAL));
    gauge(
        "stalled",
        "1 where it is connected and heartbeats are not answered",
        s -> is(Condition.STALLED));
    Gauge.builder("mainstay.store.rtt", store, s -> s.state().lastRoundTrip().toNanos() / 1e9)
        .description("The last answered heartbeat")
        .baseUnit("seconds")
        .tag("role", store.role())
        .strongReference(true)
        .register(registry);
    gauge("connected.clients", "Connections that the store has", number("connected_clients"));
  }

  private void memory() {
    gauge("memory.used.bytes", "used_memory", number("used_memory"));
    gauge("memory.max.bytes", "maxmemory; 0 for no limit", number("maxmemory"));
    gauge(
        "memory.fragmentation.ratio",
        "Resident memory over used memory",
        number("mem_fragmentation_ratio"));
  }

  private void keys() {
    gauge("keys", "Keys of every kind in all databases of the store", StoreMeters::keys);
    counter("keyspace.hits", "Reads that found a key", "keyspace_hits");
    counter("keyspace.misses", "Reads that found none", "keyspace_misses");
    counter("evicted.keys", "Keys that were evicted for memory", "evicted_keys");
    counter("expired.keys", "Keys that reached their end", "expired_keys");
    if (info.keepsSessions()) {
      Gauge.builder("mainstay.sessions.live", info, StoreInfo::liveSessions)
          .description("Sessions that live, all namespaces, estimated from a sample of keys")
          .strongReference(true)
          .register(registry);
    }
  }

  private static double keys(StoreInfo info) {
    if (info.fields().isEmpty()) {
      return Double.NaN;
    }
    double all = 0;
    for (var field : info.fields().entrySet()) {
      Matcher keys = KEYS.matcher(field.getValue());
      if (field.getKey().startsWith("db") && keys.find()) {
        all += Double.parseDouble(keys.group(1));
      }
    }
    return all;
  }

  private double is(Condition condition) {
    return store.state().condition() == condition ? 1 : 0;
  }

  private static ToDoubleFunction<StoreInfo> number(String field) {
    return info -> info.number(field);
  }

  private void gauge(String name, String about, ToDoubleFunction<StoreInfo> value) {
    Gauge.builder("mainstay.store." + name, info, value)
        .description(about)
        .tag("role", store.role())
        .strongReference(true)
        .register(registry);
  }

  private void counter(String name, String about, String field) {
    FunctionCounter.builder("mainstay.store." + name, info, new Standing(field))
        .description(about)
        .tag("role", store.role())
        .register(registry);
  }

  /** A field's last known value. */
  private static final class Standing implements ToDoubleFunction<StoreInfo> {
    private final String field;
    private double value;

    Standing(String field) {
      this.field = field;
    }

    @Override
    public synchronized double applyAsDouble(StoreInfo info) {
      double now = info.number(field);
      value = Double.isNaN(now) ? value : now;
      return value;
    }
  }
}
