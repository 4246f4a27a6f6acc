package dev.mainstay.tck.weather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.chaos.faults.Direction;
import dev.mainstay.chaos.faults.Proxy;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.tck.near.Ages;
import dev.mainstay.tck.near.CacheAges;
import dev.mainstay.tck.near.SessionAges;
import io.lettuce.core.KillArgs;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults by seed: whatever happens to a server, its connections and the network, no hit is older
 * than it may be. {@code -Dmainstay.near.faults=500} for more of them, {@code -Dmainstay.seed} for
 * others.
 */
class NearAgeTest {
  private static final Logger LOG = LoggerFactory.getLogger(NearAgeTest.class);
  private static final int FAULTS = Integer.getInteger("mainstay.near.faults", 20);
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_126);

  @Test
  void noHitIsOlderThanItMayBe() {
    Duration oldest = oldest(CacheAges::new, engine -> engine, FAULTS);
    assertThat(oldest).as("with seed %d", SEED).isLessThanOrEqualTo(Ages.MOST.plus(Ages.LATE));
  }

  @Test
  void noSessionThatIsFoundNearIsOlderThanItMayBe() {
    Duration oldest = oldest(SessionAges::new, engine -> engine, FAULTS);
    assertThat(oldest).as("with seed %d", SEED).isLessThanOrEqualTo(Ages.MOST.plus(Ages.LATE));
  }

  /** The planted fault: what is not said to have changed is believed for ever. */
  @Test
  void aProofThatNeverAgesIsFound() {
    assertThat(oldest(CacheAges::new, NearAgeTest::unageing, Math.min(FAULTS, 20)))
        .isGreaterThan(Ages.MOST.plus(Ages.LATE));
    assertThat(oldest(SessionAges::new, NearAgeTest::unageing, Math.min(FAULTS, 20)))
        .isGreaterThan(Ages.MOST.plus(Ages.LATE));
  }

  /** The greatest age; that of the first hit which is too old ends the search. */
  private static Duration oldest(
      BiFunction<Engine, Engine, Ages> what, UnaryOperator<Engine> planted, int most) {
    try (FaultStore store = FaultStore.start();
        Proxy proxy = Proxy.start(store.port());
        RedisEngine writer = store.connect();
        Ages ages = what.apply(planted.apply(through(store, proxy)), writer)) {
      Random random = new Random(SEED);
      Strikes strikes = new Strikes(store, proxy);
      int faults = 0;
      while (faults < most && !tooOld(ages.oldest())) {
        faults++;
        Ages.pass(Duration.ofMillis(100 + random.nextInt(300)));
        strikes.strike(random);
      }
      assertThat(ages.answers()).as("answers from the cache").isGreaterThan(10L * faults);
      LOG.info("{} faults with seed {}: {}", faults, SEED, ages);
      return ages.oldest();
    }
  }

  private static RedisEngine through(FaultStore store, Proxy proxy) {
    return RedisEngine.connect(store.url().replaceFirst(":\\d+$", ":" + proxy.port()));
  }

  /** What can happen. */
  private record Strikes(FaultStore store, Proxy proxy) {
    void strike(Random random) {
      Duration time = Ages.MOST.multipliedBy(1 + random.nextInt(3)).dividedBy(2);
      List<Runnable> all =
          List.of(
              this::killConnections,
              store::kill,
              proxy::reset,
              () -> proxy.stall(Direction.REPLIES),
              () -> proxy.stall(Direction.REQUESTS),
              proxy::swallowReplies,
              proxy::blackHole,
              () -> proxy.delay(Direction.REPLIES, time.dividedBy(4)),
              () -> store.stall(time));
      all.get(random.nextInt(all.size())).run();
      Ages.pass(time);
      proxy.heal();
    }

    /** Those that are watched. */
    private void killConnections() {
      store
          .admin()
          .clientList()
          .lines()
          .filter(line -> line.matches(".* flags=[A-Za-z]*t[A-Za-z]* .*"))
          .map(line -> Long.parseLong(line.replaceAll("^id=(\\d+) .*$", "$1")))
          .forEach(id -> store.admin().clientKill(KillArgs.Builder.id(id)));
    }
  }

  private static boolean tooOld(Duration age) {
    return age.compareTo(Ages.MOST.plus(Ages.LATE)) > 0;
  }

  private static Engine unageing(Engine right) {
    long ever = System.nanoTime();
    Object[] planted = {
      between(
          Invalidations.class, right.invalidations(), other -> other.equals("nanos") ? ever : null),
      between(
          SessionInvalidations.class,
          right.sessionInvalidations(),
          other -> other.equals("nanos") ? ever : null)
    };
    return between(
        Engine.class,
        right,
        name ->
            switch (name) {
              case "invalidations" -> planted[0];
              case "sessionInvalidations" -> planted[1];
              default -> null;
            });
  }

  private interface Answers {
    /** What a method answers instead; {@code null} where it is not this one's. */
    Object instead(String method);
  }

  private static <T> T between(Class<T> type, T behind, Answers answers) {
    return type.cast(
        java.lang.reflect.Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              Object other = answers.instead(method.getName());
              try {
                return other == null ? method.invoke(behind, args) : other;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
