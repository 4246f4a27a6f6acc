package dev.mainstay.server.ops;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose answers the test holds in its hand. */
public final class HeldStore implements StoreView {
  private final String role;
  final AtomicInteger asked = new AtomicInteger();
  volatile State state = State.UP;
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
  public Link link() {
    return new Link(state, Duration.ofNanos(120_000));
  }

  @Override
  public Facts facts() {
    return new Facts("redis", "7.0.15", "standalone", "noeviction", "aof+rdb");
  }

  @Override
  public List<String> warnings() {
    return List.of("Nothing is saved; set appendonly yes.");
  }

  @Override
  public CompletableFuture<Map<String, String>> info(String section) {
    asked.incrementAndGet();
    return info;
  }

  @Override
  public CompletableFuture<OptionalLong> liveSessions() {
    return CompletableFuture.completedFuture(OptionalLong.of(19));
  }
}
