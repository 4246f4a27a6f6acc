package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.LoadFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who misses loads, once for all, and on his own thread. */
class GetOrLoadTest {
  private static final Freshness MINUTE = Freshness.of(Duration.ofMinutes(1)).jitter(0);

  private final Fleet fleet = new Fleet();
  private final Cache<String, @Nullable String> cache = fleet.process(MINUTE);

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void aMissIsLoadedOnceAndThenAHit() {
    AtomicInteger loads = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      assertThat(cache.get("k", key -> key + loads.incrementAndGet())).isEqualTo("k1");
    }
    fleet.pass(Duration.ofMinutes(1).plusMillis(1));
    assertThat(cache.get("k", key -> key + loads.incrementAndGet())).isEqualTo("k2");
  }

  @Test
  void aLoaderRunsOnTheThreadThatAsks() {
    Thread[] loader = new Thread[1];
    cache.get(
        "k",
        key -> {
          loader[0] = Thread.currentThread();
          return "v";
        });
    assertThat(loader[0]).isSameAs(Thread.currentThread());
  }

  @Test
  void manyInManyProcessesLoadOnce() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    List<CompletableFuture<@Nullable String>> answers = new ArrayList<>();
    Held held = new Held("v");
    for (int process = 0; process < 4; process++) {
      Cache<String, @Nullable String> its = fleet.process(MINUTE);
      for (int thread = 0; thread < 8; thread++) {
        answers.add(
            Held.ask(
                its,
                key -> {
                  loads.incrementAndGet();
                  return held.load(key);
                }));
      }
    }
    Awaitility.await().until(() -> loads.get() == 1);
    held.letGo();
    for (CompletableFuture<@Nullable String> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("v");
    }
    assertThat(loads).hasValue(1);
  }

  @Test
  void whatALoaderThrowsReachesWhoAsksAndTheNextLoads() {
    assertThatThrownBy(
            () ->
                cache.get(
                    "k",
                    key -> {
                      throw new IllegalStateException("db");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("db");
    assertThatThrownBy(
            () ->
                cache.get(
                    "k",
                    key -> {
                      throw new IOException("net");
                    }))
        .isInstanceOf(LoadFailedException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(cache.get("k", key -> "v")).isEqualTo("v");
  }

  @Test
  void aLoadEndsForWhoWaitsAfterTheHardTimeout() throws Exception {
    Cache<String, @Nullable String> impatient =
        fleet.process(MINUTE.hardTimeout(Duration.ofMillis(100)));
    Held held = new Held("v");
    CompletableFuture<@Nullable String> first = held.asks(impatient);
    assertThatThrownBy(() -> impatient.get("k", key -> "other"))
        .isInstanceOf(LoadFailedException.class)
        .hasMessageContaining("PT0.1S");
    held.letGo();
    assertThat(first).failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void anAbsenceIsRememberedWhereThatIsWanted() {
    AtomicInteger loads = new AtomicInteger();
    Cache<String, @Nullable String> remembers =
        fleet.process(MINUTE.absent(Duration.ofSeconds(10)));
    for (int i = 0; i < 2; i++) {
      assertThat(remembers.get("k", key -> none(loads))).isNull();
    }
    assertThat(loads).hasValue(1);
    assertThat(remembers.look("k")).isInstanceOf(Look.Fresh.class);
    fleet.pass(Duration.ofSeconds(10).plusMillis(1));
    assertThat(remembers.get("k", key -> none(loads))).isNull();
    assertThat(cache.get("other", key -> none(loads))).isNull();
    assertThat(cache.get("other", key -> none(loads))).isNull();
    assertThat(loads).hasValue(4);
  }

  private static @Nullable String none(AtomicInteger loads) {
    loads.incrementAndGet();
    return null;
  }

  @Test
  void aLoaderSaysItselfForHowLong() {
    cache.getLoaded("k", key -> Loaded.<@Nullable String>of("v").ttl(Duration.ofSeconds(1)));
    fleet.pass(Duration.ofSeconds(1).plusMillis(1));
    assertThat(cache.get("k", key -> "w")).isEqualTo("w");
    cache.getLoaded("not", key -> Loaded.<@Nullable String>of("v").notStored());
    assertThat(cache.look("not")).isInstanceOf(Look.Absent.class);
  }

  @Test
  void aValueThatIsTooLargeIsAnsweredAndNotStored() {
    Cache<String, @Nullable String> small = fleet.process(MINUTE.maxBytes(3));
    assertThat(small.get("k", key -> "1234")).isEqualTo("1234");
    assertThat(small.get("k", key -> "123")).isEqualTo("123");
    assertThat(small.get("k", key -> "none")).isEqualTo("123");
  }

  @Test
  void whatAnotherSchemaWroteIsAMiss() {
    cache.put("k", "old");
    Cache<String, @Nullable String> redeployed = fleet.process(MINUTE, Codec.TEXT.schema(77));
    assertThat(redeployed.look("k")).isInstanceOf(Look.Absent.class);
    assertThat(redeployed.get("k", key -> "new")).isEqualTo("new");
    assertThat(redeployed.get("k", key -> "newer")).isEqualTo("new");
  }

  @Test
  void whatCannotBeReadIsAMiss() {
    cache.put("k", "old");
    Cache<String, @Nullable String> broken = fleet.process(MINUTE, new Unreadable());
    assertThat(broken.get("k", key -> "new")).isEqualTo("new");
    assertThat(cache.look("k")).isEqualTo(new Look.Fresh<>("new", Duration.ZERO, MINUTE.ttl()));
  }

  private record Unreadable() implements Codec<String> {
    @Override
    public int schema() {
      return Codec.TEXT.schema();
    }

    @Override
    public byte[] encode(String value) {
      return Codec.TEXT.encode(value);
    }

    @Override
    public String decode(byte[] bytes) {
      throw new IllegalArgumentException("of another time");
    }
  }

  @Test
  void whatIsPutIsAHit() {
    cache.put("k", "v");
    assertThat(cache.get("k", key -> "loaded")).isEqualTo("v");
    cache.put("k", Loaded.<@Nullable String>of("w").tags("t").ttl(Duration.ofSeconds(1)));
    assertThat(cache.get("k", key -> "loaded")).isEqualTo("w");
    fleet.pass(Duration.ofSeconds(1).plusMillis(1));
    assertThat(cache.look("k")).isInstanceOf(Look.Absent.class);
  }
}
