package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.codec.Codec;
import dev.mainstay.near.Near;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.Watch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The race of near caches: what is read while it changes, and is kept after it was said to have
 * changed. The proof of a connection does not help there, for all of it was said in time. {@code
 * -Dmainstay.near.races=100000} for more of them.
 */
class NearRaceTest {
  private static final int RACES = Integer.getInteger("mainstay.near.races", 300);

  /** So many are looked at together; fewer than are kept. */
  private static final int ROUND = 300;

  private static final Freshness NEAR =
      Freshness.of(Duration.ofMinutes(10)).near(Near.of(10_000).maxAge(Duration.ofSeconds(60)));
  private static TestRedis redis;
  private static Mainstay writer;

  /** Of the read that is under way: it was answered. */
  private static volatile CompletableFuture<Void> wasRead = new CompletableFuture<>();

  /** Then another has written what was read, and it may be kept. */
  private static volatile CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    writer = Mainstay.on(RedisEngine.connect(redis.url()));
  }

  @AfterAll
  static void stop() {
    writer.close();
    redis.close();
  }

  @Test
  void nothingOldIsKept() {
    assertThat(stale("right", NearRaceTest::slowly, RACES)).isZero();
  }

  /** The planted fault: what is read is entered when it is there. */
  @Test
  void whatIsEnteredAfterItWasReadIsFound() {
    assertThat(stale("late", NearRaceTest::late, ROUND)).isPositive();
  }

  /** How many keys of a reader are old still, long after the last of them changed. */
  private static long stale(String name, UnaryOperator<Invalidations> planted, int races) {
    try (Mainstay reader = Mainstay.on(with(RedisEngine.connect(redis.url()), planted))) {
      Cache<String, String> reads = reader.cache(name, NEAR, Codec.TEXT);
      Cache<String, String> writes =
          writer.cache(name, Freshness.of(Duration.ofMinutes(10)), Codec.TEXT);
      warmUp(reads);
      long old = 0;
      for (int raced = 0; raced < races; raced += ROUND) {
        List<String> keys = IntStream.range(raced, raced + ROUND).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> race(key, reads, writes));
        // Whatever the server has to say of them it says ahead of this.
        warmUp(reads);
        old += keys.stream().filter(key -> !reads.get(key, any -> "none").equals("new")).count();
        writes.invalidate(keys);
      }
      return old;
    }
  }

  private static void race(String key, Cache<String, String> reads, Cache<String, String> writes) {
    writes.put(key, "old");
    wasRead = new CompletableFuture<>();
    written = new CompletableFuture<>();
    CompletionStage<String> reading = reads.async().get(key, any -> loaded());
    wasRead.join();
    writes.put(key, "new");
    written.complete(null);
    assertThat(reading.toCompletableFuture().join()).isEqualTo("old");
  }

  /** Returns when something is near, which was read after this was called. */
  private static void warmUp(Cache<String, String> reads) {
    String key = "warm" + System.nanoTime();
    reads.put(key, "first");
    await()
        .until(
            () -> {
              reads.get(key, any -> "none");
              writer.cache(reads.name(), NEAR, Codec.TEXT).put(key, "last");
              return reads.get(key, any -> "none").equals("last");
            });
  }

  private static CompletionStage<String> loaded() {
    return CompletableFuture.completedFuture("loaded");
  }

  private static Engine with(Engine engine, UnaryOperator<Invalidations> planted) {
    return between(
        Engine.class,
        engine,
        (method, args) ->
            method.getName().equals("invalidations")
                ? planted.apply(engine.invalidations())
                : method.invoke(engine, args));
  }

  /** What was read is kept after it changed, and by any thread. */
  private static Invalidations slowly(Invalidations right) {
    return read(right, (method, args) -> later((CompletionStage<?>) method.invoke(right, args)));
  }

  private static Invalidations late(Invalidations right) {
    return read(
        right,
        (method, args) ->
            later((CompletionStage<?>) method.invoke(right, args[0], unheard()))
                .thenCompose(value -> entered(right, method, args).thenApply(any -> value)));
  }

  private static Invalidations read(Invalidations right, Called called) {
    return between(
        Invalidations.class,
        right,
        (method, args) ->
            method.getName().equals("watch")
                ? called.with(method, args)
                : method.invoke(right, args));
  }

  private static CompletionStage<?> entered(Invalidations right, Method method, Object[] args) {
    try {
      return (CompletionStage<?>) method.invoke(right, args);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** After another has written it. */
  private static CompletionStage<?> later(CompletionStage<?> read) {
    CompletableFuture<Void> before = written;
    return read.thenCompose(
        value -> {
          wasRead.complete(null);
          return before.thenApplyAsync(any -> value);
        });
  }

  private static Watch unheard() {
    return new Watch() {
      @Override
      protected void ended() {}
    };
  }

  private interface Called {
    Object with(Method method, Object[] args) throws ReflectiveOperationException;
  }

  private static <T> T between(Class<T> type, T behind, Called called) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              try {
                return called.with(method, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
