package dev.mainstay.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.bench.peers.MainstayPeer;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.wire.Trips.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promised round trips, as the server counts them; {@code bench wire} has the peers too. */
class WireTest {
  /** A quarter of it must be much longer than the tick on which uses are noted. */
  private static final Duration IDLE = Duration.ofSeconds(8);

  private static BenchRedis redis;
  private static Trips trips;

  @BeforeAll
  static void drive() {
    redis = BenchRedis.start(null);
    try (Tap tap = new Tap(redis);
        Progress progress = new Progress(0)) {
      try (MainstayPeer mainstay = new MainstayPeer(redis.url(), IDLE)) {
        trips = Trips.of(mainstay, tap, IDLE, 100, progress);
      }
      tap.reconcile();
    }
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void aReadIsOneRoundTrip() {
    assertThat(trips.commands(Kind.READ)).isEqualTo("HGETALL");
    assertThat(trips.blockingPerRead()).isEqualTo(1);
  }

  @Test
  void nineOfTenReadsWriteNothing() {
    assertThat(trips.readsWithWrites()).isBetween(1L, 2L);
  }

  @Test
  void aWriteAddsOneRoundTripToTheRead() {
    assertThat(trips.commands(Kind.WRITE)).isEqualTo("HGETALL · EVALSHA sessions/update");
  }

  @Test
  void aRotationAddsOneRoundTripToTheRead() {
    assertThat(trips.commands(Kind.ROTATE)).isEqualTo("HGETALL · EVALSHA sessions/turn");
  }

  @Test
  void aLogoutAddsOneRoundTripToTheRead() {
    assertThat(trips.commands(Kind.LOGOUT)).isEqualTo("HGETALL · EVALSHA sessions/revoke");
  }

  @Test
  void aLoginAddsThreeRoundTripsToTheRead() {
    assertThat(trips.blocking(Kind.LOGIN)).isEqualTo(1 + 3);
  }

  @Test
  void aHundredDevicesLogOutInOneRoundTrip() {
    assertThat(trips.commands(Kind.LOGOUT_EVERYWHERE)).isEqualTo("EVALSHA sessions/revoke_user");
  }
}
