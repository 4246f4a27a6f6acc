package dev.mainstay.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.events.Event;
import dev.mainstay.redis.StoreState.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RefusedWrites refused = new RefusedWrites(nanos::get);
  private final HeldStore state = new HeldStore("state");
  private final HeldStore cache = new HeldStore("cache");

  @Test
  void isUpWhereBothStoresAnswer() {
    assertThat(health()).isEqualTo(new Health(true, List.of()));
    assertThat(health().status()).isEqualTo("up");
  }

  @ParameterizedTest
  @CsvSource({"DOWN,store-down", "STALLED,store-stalled"})
  void isNotReadyWithoutItsState(Condition how, String code) {
    state.condition = how;
    assertThat(health().ready()).isFalse();
    assertThat(health().degraded()).isFalse();
    assertThat(health().status()).isEqualTo("down");
    assertThat(codes()).containsExactly(code);
  }

  @Test
  void isReadyAndDegradedWithoutItsCache() {
    cache.condition = Condition.DOWN;
    assertThat(health().ready()).isTrue();
    assertThat(health().status()).isEqualTo("degraded");
    assertThat(codes()).containsExactly("store-down");
  }

  @Test
  void isReadyAndDegradedWhileSomePrimariesAreAway() {
    state.condition = Condition.PARTIAL;
    state.detail = "10.0.0.7:6379 is down, 10.0.0.8:6379 is stalled";
    assertThat(health().ready()).isTrue();
    assertThat(health().status()).isEqualTo("degraded");
    assertThat(health().reasons())
        .containsExactly(
            new Health.Reason(
                "store-partial",
                "state",
                "Some of the store's primaries are away since 1970-01-01T00:00:00Z"
                    + " (10.0.0.7:6379 is down, 10.0.0.8:6379 is stalled); the others answer."));
  }

  @ParameterizedTest
  @CsvSource({"OOM", "MISCONF", "READONLY", "NOREPLICAS"})
  void isReadyAndDegradedWhileWritesAreRefused(String code) {
    refused.on(new Event.OperationEnded("sessions.start", code, 1));
    assertThat(health().ready()).isTrue();
    assertThat(health().status()).isEqualTo("degraded");
    assertThat(health().reasons().get(0).detail()).contains(code);
    refused.on(new Event.OperationEnded("sessions.find", "live", 1));
    assertThat(health().degraded()).isTrue();
    refused.on(new Event.OperationEnded("sessions.update", "ok", 1));
    assertThat(health().degraded()).isFalse();
  }

  @Test
  void aRefusedTouchTellsTooAndIsForgottenInTime() {
    refused.on(new Event.TouchRefused("OOM"));
    nanos.addAndGet(RefusedWrites.MEMORY.toNanos());
    assertThat(health().degraded()).isTrue();
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(health().degraded()).isFalse();
  }

  @Test
  void aTouchThatTookTooLongIsNoRefusal() {
    refused.on(new Event.TouchRefused("timeout"));
    assertThat(health().degraded()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"role,slave,READONLY", "aof_last_write_status,err,MISCONF"})
  void whatTheServerSaysForetellsARefusal(String field, String value, String code) {
    says(Map.of(field, value));
    assertThat(health().reasons().get(0).detail()).contains(code);
  }

  @Test
  void aFullMemoryForetellsARefusalUnlessTheServerEvicts() {
    says(Map.of("maxmemory", "100", "used_memory", "100", "maxmemory_policy", "noeviction"));
    assertThat(health().reasons().get(0).detail()).contains("OOM");
    says(Map.of("maxmemory", "100", "used_memory", "100", "maxmemory_policy", "allkeys-lru"));
    assertThat(health().degraded()).isFalse();
  }

  @Test
  void isNotReadyWhileDraining() {
    Health health = Health.of(List.of(), refused, true);
    assertThat(health.ready()).isFalse();
    assertThat(health.reasons()).extracting(Health.Reason::code).containsExactly("draining");
  }

  private void says(Map<String, String> fields) {
    state.info = CompletableFuture.completedFuture(fields);
  }

  private Health health() {
    return Health.of(List.of(seen(state), seen(cache)), refused, false);
  }

  private static Health.Seen seen(HeldStore store) {
    StoreInfo info = new StoreInfo(store, System::nanoTime);
    info.refresh().join();
    return new Health.Seen(store, info);
  }

  private List<String> codes() {
    return health().reasons().stream().map(Health.Reason::code).toList();
  }
}
