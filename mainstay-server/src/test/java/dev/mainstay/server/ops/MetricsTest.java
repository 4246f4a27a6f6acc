package dev.mainstay.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cache.CacheStats;
import dev.mainstay.events.Event;
import dev.mainstay.redis.RedisUrl.Topology;
import dev.mainstay.redis.StoreState.Condition;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String FIND = "mainstay_operation_seconds_";
  private static final String LIVE = "operation=\"sessions.find\",outcome=\"live\"";

  private final HeldStore state = new HeldStore("state");

  @Test
  void eventsBecomeHistogramsAndCounts() throws Exception {
    try (OperationsServer server = new OperationsServer(List.of())) {
      Operations operations = server.operations;
      operations.on(new Event.OperationEnded("sessions.find", "live", 150_000));
      operations.on(new Event.OperationEnded("sessions.find", "live", 40_000_000));
      operations.on(new Event.OperationEnded("sessions.revoke", "unconfirmed", 500_000_000));
      operations.on(new Event.StoreCallEnded("state", "HGETALL", "ok", 90_000));
      operations.on(new Event.TouchRefused("OOM"));
      operations.on(new Event.PayloadRejected("attribute"));
      operations.on(new Event.LinkChanged("state", "down", "gone"));
      operations.on(new Event.SessionEventTold("expired", "ok"));
      operations.answered("r-1", "GET", "/v1/users/{user}/sessions", 200, 300_000);
      operations.cookieRefused();
      assertThat(server.get("/metrics").body())
          .contains(FIND + "bucket{" + LIVE + ",le=\"1.0E-4\"} 0\n")
          .contains(FIND + "bucket{" + LIVE + ",le=\"2.0E-4\"} 1\n")
          .contains(
              "mainstay_operation_seconds_count{operation=\"sessions.find\",outcome=\"live\"} 2")
          .contains(
              "mainstay_operation_seconds_count{"
                  + "operation=\"sessions.revoke\",outcome=\"unconfirmed\"} 1")
          .contains(
              "mainstay_store_call_seconds_count{"
                  + "command=\"HGETALL\",outcome=\"ok\",role=\"state\"} 1")
          .contains("mainstay_touch_refused_total{why=\"OOM\"} 1.0")
          .contains("mainstay_payload_rejected_total{what=\"attribute\"} 1.0")
          .contains("mainstay_store_link_changes_total{role=\"state\",state=\"down\"} 1.0")
          .contains("mainstay_session_event_total{kind=\"expired\",outcome=\"ok\"} 1.0")
          .contains("mainstay_session_cookie_refused_total 1.0")
          .contains(
              "mainstay_http_request_seconds_count{method=\"GET\","
                  + "route=\"/v1/users/{user}/sessions\",status=\"200\"} 1")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void aStoreIsTold() throws Exception {
    try (OperationsServer server = new OperationsServer(List.of(state, new HeldStore("cache")))) {
      assertThat(server.get("/metrics").body())
          .contains("mainstay_store_up{role=\"state\"} 1.0")
          .contains("mainstay_store_stalled{role=\"state\"} 0.0")
          .contains("mainstay_store_rtt_seconds{role=\"cache\"} 1.2E-4")
          .contains("mainstay_store_memory_fragmentation_ratio{role=\"cache\"} 1.25")
          .contains("mainstay_store_memory_used_bytes{role=\"state\"} 1048576.0")
          .contains("mainstay_store_connected_clients{role=\"state\"} 3.0")
          .contains("mainstay_store_keyspace_hits_total{role=\"state\"} 70.0")
          .contains("mainstay_store_keyspace_misses_total{role=\"state\"} 7.0")
          .contains("mainstay_store_evicted_keys_total{role=\"state\"} 0.0")
          .contains("mainstay_store_keys{role=\"state\"} 42.0")
          .contains("mainstay_sessions_live 19.0");
    }
  }

  @Test
  void aStoreOfWhichSomePrimariesAreAwayIsUpAndPartial() throws Exception {
    state.condition = Condition.PARTIAL;
    try (OperationsServer server = new OperationsServer(List.of(state, new HeldStore("cache")))) {
      assertThat(server.get("/metrics").body())
          .contains("mainstay_store_up{role=\"state\"} 1.0")
          .contains("mainstay_store_partial{role=\"state\"} 1.0")
          .contains("mainstay_store_partial{role=\"cache\"} 0.0")
          .contains("mainstay_store_stalled{role=\"state\"} 0.0")
          .contains("mainstay_store_keys{role=\"state\"} NaN");
    }
  }

  @Test
  void aboutTellsTheTopologyAndTheServersRole() throws Exception {
    for (Topology topology : Topology.values()) {
      state.topology = topology;
      try (OperationsServer server = new OperationsServer(List.of(state))) {
        assertThat(server.get("/v1/about").body())
            .contains("\"topology\":\"" + topology.name().toLowerCase(Locale.ROOT) + "\"")
            .contains("\"serverRole\":\"master\"");
      }
    }
  }

  @Test
  void aStoreThatIsDownIsNotAskedAndItsCountersStand() throws Exception {
    AtomicLong nanos = new AtomicLong();
    StoreInfo info = new StoreInfo(state, nanos::get);
    Metrics metrics = new Metrics();
    metrics.watch(state, info);
    metrics.refresh().join();
    assertThat(metrics.text("text/plain"))
        .contains("mainstay_store_keyspace_hits_total{role=\"state\"} 70.0");
    state.condition = Condition.DOWN;
    nanos.addAndGet(StoreInfo.FRESH.toNanos());
    metrics.refresh().join();
    assertThat(state.asked).hasValue(1);
    assertThat(metrics.text("text/plain"))
        .contains("mainstay_store_up{role=\"state\"} 0.0")
        .contains("mainstay_store_connected_clients{role=\"state\"} NaN")
        .contains("mainstay_store_keys{role=\"state\"} NaN")
        .contains("mainstay_store_keyspace_hits_total{role=\"state\"} 70.0");
  }

  @Test
  void aStoreThatDoesNotAnswerHoldsNobodyLongerThanTheDeadline() throws Exception {
    state.info = new CompletableFuture<>();
    try (OperationsServer server = new OperationsServer(List.of(state))) {
      long begun = System.nanoTime();
      assertThat(server.get("/metrics").body())
          .contains("mainstay_store_connected_clients{role=\"state\"} NaN");
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aStoreIsAskedOnceASecondHoweverManyLook() {
    AtomicLong nanos = new AtomicLong();
    StoreInfo info = new StoreInfo(state, nanos::get);
    info.refresh().join();
    info.refresh().join();
    assertThat(state.asked).hasValue(1);
    nanos.addAndGet(StoreInfo.FRESH.toNanos());
    info.refresh().join();
    assertThat(state.asked).hasValue(2);
  }

  @Test
  void anInfoThatFailsIsNothing() {
    state.info = CompletableFuture.failedFuture(new IllegalStateException("no"));
    StoreInfo info = new StoreInfo(state, System::nanoTime);
    info.refreshAll().join();
    assertThat(info.fields()).isEqualTo(Map.of());
    assertThat(info.number("used_memory")).isNaN();
  }

  @Test
  void openMetricsIsSpokenToWhoAsksForIt() throws Exception {
    try (OperationsServer server = new OperationsServer(List.of(state))) {
      var answer = server.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/openmetrics-text");
      assertThat(answer.body()).endsWith("# EOF\n");
    }
  }

  @Test
  void wordsBeyondTheBoundShareOne() {
    Meters<String> meters = new Meters<>((first, second) -> first + "/" + second);
    for (int i = 0; i < 2 * Meters.MOST; i++) {
      meters.of("find", "outcome-" + i);
      meters.of("operation-" + i, "ok");
    }
    assertThat(meters.of("find", "outcome-1")).isEqualTo("find/outcome-1");
    assertThat(meters.of("find", "outcome-200")).isEqualTo("find/other");
    assertThat(meters.of("operation-200", "ok")).isEqualTo("other/ok");
  }

  @Test
  void decisionsAreCountedForAHundredLimitsAndTheRest() throws Exception {
    try (OperationsServer server = new OperationsServer(List.of())) {
      for (int i = 0; i < 150; i++) {
        server.operations.decided("limit-" + i, "allowed");
      }
      server.operations.decided("limit-7", "denied");
      String text = server.get("/metrics").body();
      assertThat(text)
          .contains("mainstay_limit_decision_total{limit=\"limit-99\",outcome=\"allowed\"} 1.0")
          .contains("mainstay_limit_decision_total{limit=\"limit-7\",outcome=\"denied\"} 1.0")
          .contains("mainstay_limit_decision_total{limit=\"other\",outcome=\"allowed\"} 50.0")
          .doesNotContain("limit-100");
    }
  }

  @Test
  void cachesAreToldForAHundredNamesAndTheRest() throws Exception {
    CacheStats stats = new CacheStats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    try (OperationsServer server = new OperationsServer(List.of())) {
      for (int i = 0; i < 150; i++) {
        server.operations.opened("cache-" + i, () -> stats);
      }
      server.operations.opened("cache-7", () -> stats);
      assertThat(server.get("/metrics").body())
          .contains("mainstay_cache_reads_total{cache=\"cache-99\",outcome=\"near\"} 1.0")
          .contains("mainstay_cache_reads_total{cache=\"cache-7\",outcome=\"hit\"} 4.0")
          .contains("mainstay_cache_reads_total{cache=\"other\",outcome=\"stale\"} 150.0")
          .contains("mainstay_cache_reads_total{cache=\"cache-0\",outcome=\"miss\"} 4.0")
          .contains("mainstay_cache_loads_total{cache=\"cache-0\"} 5.0")
          .contains("mainstay_cache_load_failures_total{cache=\"cache-0\"} 6.0")
          .contains("mainstay_cache_refused_fills_total{cache=\"cache-0\"} 7.0")
          .contains("mainstay_cache_rejected_total{cache=\"cache-0\"} 8.0")
          .contains("mainstay_cache_near_evictions_total{cache=\"cache-0\"} 9.0")
          .contains("mainstay_cache_checks_total{cache=\"cache-0\",result=\"ok\"} 10.0")
          .contains("mainstay_cache_checks_total{cache=\"cache-0\",result=\"violation\"} 11.0")
          .contains("mainstay_cache_checks_total{cache=\"cache-0\",result=\"skipped\"} 12.0")
          .doesNotContain("cache-100");
    }
  }

  @Test
  void anEventThatWasSeenBeforeAllocatesNothingToSpeakOf() {
    Metrics metrics = new Metrics();
    Event find = new Event.OperationEnded("sessions.find", "live", 150_000);
    Event call = new Event.StoreCallEnded("state", "HGETALL", "ok", 90_000);
    for (int i = 0; i < 20_000; i++) {
      metrics.on(find);
      metrics.on(call);
    }
    long before = allocated();
    for (int i = 0; i < 20_000; i++) {
      metrics.on(find);
      metrics.on(call);
    }
    assertThat((allocated() - before) / 40_000.0).as("bytes per event").isLessThan(8);
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
