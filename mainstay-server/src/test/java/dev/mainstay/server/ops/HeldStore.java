package dev.mainstay.server.ops;

import dev.mainstay.redis.RedisUrl.Topology;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreState;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.redis.StoreWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose answers the test holds in its hand. */
public final class HeldStore implements StoreView {
  private final String role;
  final AtomicInteger asked = new AtomicInteger();
  volatile Condition condition = Condition.UP;
  volatile String detail = "held";
  volatile Topology topology = Topology.STANDALONE;
  volatile CompletableFuture<Map<String, String>> info =
      CompletableFuture.completedFuture(
          Map.of(
              "used_memory", "1048576",
              "maxmemory", "0",
              "maxmemory_policy", "noeviction",
              "mem_fragmentation_ratio", "1.25",
              "connected_clients", "3",
              "keyspace_hits", "70",
              "keyspace_misses", "7",
              "evicted_keys", "0",
              "db0", "keys=40,expires=40,avg_ttl=1000",
              "db3", "keys=2,expires=0,avg_ttl=0"));

  public HeldStore(String role) {
    this.role = role;
  }

  @Override
  public String role() {
    return role;
  }

  @Override
  public StoreState state() {
    return new StoreState(condition, Instant.EPOCH, Duration.ofNanos(120_000), 0, detail);
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public StoreFacts facts() {
    return new StoreFacts("redis", "7.0.15", "standalone", "master", "noeviction", "aof+rdb", "0");
  }

  @Override
  public List<StoreWarning> warnings() {
    return List.of(new StoreWarning("persistence", "Nothing is saved; set appendonly yes."));
  }

  @Override
  public CompletableFuture<Map<String, String>> info(String section) {
    asked.incrementAndGet();
    return info;
  }

  @Override
  public CompletableFuture<Long> liveSessions() {
    return CompletableFuture.completedFuture(19L);
  }
}
