package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.near.Near;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Proof;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Watch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two races of near finds: what is read while it ends, and is kept after its end was told; and
 * what is found by who has ended it himself. {@code -Dmainstay.seed} for another run of the second.
 */
class SessionNearRaceTest {
  private static final Logger LOG = LoggerFactory.getLogger(SessionNearRaceTest.class);
  private static final long SEED = Long.getLong("mainstay.seed", 20_261_126);
  private static final int ROUNDS = 300;
  private static final int USERS = 8;
  private static final int FINDERS = 3;
  private static final SessionPolicy NEAR =
      SessionPolicy.DEFAULT.limit(1_000).near(Near.of(10_000).maxAge(Duration.ofSeconds(60)));
  private static TestRedis redis;
  private static Sessions elsewhere;
  private static Mainstay other;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    other = Mainstay.on(RedisEngine.connect(redis.url()));
    elsewhere = other.sessions("web", SessionPolicy.DEFAULT.limit(1_000));
  }

  @AfterAll
  static void stop() {
    other.close();
    redis.close();
  }

  /** How a session is read and watched. */
  private interface Watched {
    CompletionStage<Found> find(SessionStore store, Credential credential, Watch watch);
  }

  private static Engine engine(Watched watched) {
    RedisEngine right = RedisEngine.connect(redis.url());
    SessionStore store = (SessionStore) between(SessionStore.class, right.sessions(), watched);
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, args) ->
                method.getName().equals("sessions") ? store : method.invoke(right, args));
  }

  private static Object between(Class<?> type, SessionStore right, Watched watched) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, args) -> {
          if (method.getName().equals("fenced")) {
            return proxy;
          }
          if (method.getName().equals("find") && args.length == 2) {
            return watched.find(right, (Credential) args[0], (Watch) args[1]);
          }
          try {
            return method.invoke(right, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private static String started(int user) {
    return elsewhere.start("u" + user, Attributes.none()).token();
  }

  private static void near(Sessions sessions) {
    String token = started(0);
    await()
        .pollInterval(Duration.ofMillis(1))
        .pollDelay(Duration.ZERO)
        .until(() -> sessions.find(token) == sessions.find(token));
  }

  @Test
  void whatEndsWhileItIsReadIsNotKept() {
    assertThat(keptAfterItsEnd(SessionStore::find)).isZero();
  }

  /** The planted fault: what is read is watched when it is there. */
  @Test
  void whatIsWatchedAfterItWasReadIsFound() {
    assertThat(
            keptAfterItsEnd(
                (store, credential, watch) ->
                    store
                        .find(credential)
                        .thenCompose(
                            found ->
                                elsewhere
                                    .async()
                                    .revokeAll("ada")
                                    .thenApply(
                                        any -> {
                                          watch.on(Proof.always(), () -> {});
                                          return found;
                                        }))))
        .isPositive();
  }

  /** Of what was revoked between the answer to its reading and its keeping: what is near. */
  private static int keptAfterItsEnd(Watched how) {
    AtomicBoolean ends = new AtomicBoolean();
    Watched late =
        (store, credential, watch) ->
            how.find(store, credential, watch)
                .thenCompose(
                    found ->
                        ends.get()
                            ? elsewhere.async().revokeAll("ada").thenApply(any -> found)
                            : CompletableFuture.completedFuture(found));
    int kept = 0;
    try (Mainstay mainstay = Mainstay.on(engine(late))) {
      Sessions sessions = mainstay.sessions("web", NEAR);
      near(sessions);
      for (int i = 0; i < ROUNDS; i++) {
        String token = elsewhere.start("ada", Attributes.none()).token();
        ends.set(true);
        Found found = sessions.find(token);
        ends.set(false);
        assertThat(found.isLive()).as("it was read before").isTrue();
        // What the server has to say of it is said ahead of this.
        near(sessions);
        kept += sessions.find(token).isLive() ? 1 : 0;
      }
    }
    return kept;
  }

  /** The store's word never comes: what this process did itself has to be enough. */
  private static CompletionStage<Found> unheard(
      SessionStore store, Credential credential, Watch watch) {
    watch.on(Proof.always(), () -> {});
    return store.find(credential);
  }

  @Test
  void whoHasEndedASessionFindsItNoMore() {
    try (Mainstay mainstay = Mainstay.on(engine(SessionNearRaceTest::unheard))) {
      Sessions sessions = mainstay.sessions("web", NEAR);
      assertThat(foundAfterItsEnd(sessions, sessions)).as("with seed %d", SEED).isZero();
    }
  }

  /** The planted fault: who ends them leaves no marks. */
  @Test
  void withoutMarksWhatWasEndedIsFound() {
    Engine engine = engine(SessionNearRaceTest::unheard);
    try (Mainstay mainstay = Mainstay.on(engine)) {
      Sessions sessions = mainstay.sessions("web", NEAR);
      assertThat(foundAfterItsEnd(sessions, elsewhere)).as("with seed %d", SEED).isPositive();
    }
  }

  /** So often a session was found by a find that began after its revocation had answered. */
  private static long foundAfterItsEnd(Sessions finds, Sessions ends) {
    AtomicReferenceArray<String> tokens = new AtomicReferenceArray<>(USERS);
    AtomicReferenceArray<String> ending = new AtomicReferenceArray<>(USERS);
    AtomicReferenceArray<String> ended = new AtomicReferenceArray<>(USERS);
    AtomicLong violations = new AtomicLong();
    AtomicLong overlaps = new AtomicLong();
    AtomicInteger left = new AtomicInteger(ROUNDS);
    for (int user = 0; user < USERS; user++) {
      tokens.set(user, started(user));
    }
    Thread[] finders = new Thread[FINDERS];
    for (int i = 0; i < FINDERS; i++) {
      Random random = new Random(SEED + i);
      finders[i] =
          new Thread(
              () -> {
                while (left.get() > 0) {
                  int user = random.nextInt(USERS);
                  boolean over = random.nextBoolean();
                  String token = over ? ended.get(user) : tokens.get(user);
                  if (token == null) {
                    continue;
                  }
                  boolean live = finds.find(token).isLive();
                  if (over && live) {
                    violations.incrementAndGet();
                  } else if (live && token.equals(ending.get(user))) {
                    overlaps.incrementAndGet();
                  }
                }
              });
      finders[i].start();
    }
    Random random = new Random(SEED);
    for (; left.get() > 0; left.decrementAndGet()) {
      LockSupport.parkNanos(random.nextInt(2_000_000));
      int user = random.nextInt(USERS);
      String token = tokens.get(user);
      ending.set(user, token);
      if (random.nextBoolean()) {
        ends.revoke(token);
      } else {
        ends.revokeAll("u" + user);
      }
      ended.set(user, token);
      tokens.set(user, started(user));
    }
    for (Thread finder : finders) {
      await().until(() -> !finder.isAlive());
    }
    LOG.info("{} revocations, {} found meanwhile, {} afterwards", ROUNDS, overlaps, violations);
    assertThat(overlaps.get() + violations.get()).as("finds that overlap an end").isPositive();
    return violations.get();
  }
}
