package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.tck.races.LocalStable;
import dev.mainstay.tck.races.RaceReport;
import dev.mainstay.tck.races.SessionRaces;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code -Dmainstay.trials=…} for more races, {@code -Dmainstay.seed=…} to repeat them. */
class SessionRacesTest {
  private static final int TRIALS = Integer.getInteger("mainstay.trials", 2_000);
  private static final long SEED = Long.getLong("mainstay.seed", System.nanoTime() % 100_000);
  private static final Logger LOG = LoggerFactory.getLogger(SessionRacesTest.class);
  private static final RedisStore STORE = RedisStore.only();
  private static final List<Engine> ENGINES = List.of(connect(), connect(), connect());
  private final Map<SessionKey, NewSession> started = new ConcurrentHashMap<>();

  private static Engine connect() {
    return RedisEngine.connect(
        RedisOptions.parse(STORE.url())
            .withHeartbeat(Duration.ofSeconds(5))
            .withConnectTimeout(Duration.ofSeconds(30))
            .withReadDeadline(Duration.ofSeconds(10))
            .withWriteDeadline(Duration.ofSeconds(10)));
  }

  @BeforeEach
  void empty() {
    STORE.empty();
  }

  @AfterAll
  static void close() {
    ENGINES.forEach(Engine::close);
    STORE.empty();
  }

  @Test
  void nothingWrongHappensInManyRaces() {
    RaceReport report = race(ENGINES, SEED, TRIALS);
    assertThat(report.wrongs()).as("%s", report).isEmpty();
    assertThat(report.overlaps()).as("%s", report).isGreaterThan(TRIALS);
    assertThat(report.closeCalls()).as("%s", report).isGreaterThan(TRIALS / 10);
    LOG.info("{}", report);
  }

  /** There an increment is a loop of reads and conditional writes. */
  @Test
  void nothingWrongHappensInRacesOfEncryptedSessions() {
    Encryption encryption = Encryption.with("k1", HeldSealed.key(1));
    List<Engine> engines =
        ENGINES.stream().map(engine -> HeldSealed.sealed(engine, encryption)).toList();
    RaceReport report = race(engines, SEED, TRIALS / 4);
    assertThat(report.wrongs()).as("%s", report).isEmpty();
    assertThat(report.overlaps()).as("%s", report).isGreaterThan(TRIALS / 4);
    LOG.info("encrypted: {}", report);
  }

  @Test
  void aWriteThatDoesNotAskWhetherItsSessionLivesIsFound() {
    assertFound("resurrection", this::writeAnyway);
  }

  @Test
  void aWriteThatReadsFirstIsFound() {
    assertFound("lost increment", this::readFirst);
  }

  /** Within as many races as found nothing wrong before. */
  private void assertFound(String wrong, Fault fault) {
    List<Engine> engines = ENGINES.stream().map(engine -> faulty(engine, fault)).toList();
    boolean found = false;
    for (int raced = 0; !found && raced < TRIALS; raced += 250) {
      RaceReport report = race(engines, SEED + raced, 250);
      found = report.wrongs().stream().anyMatch(words -> words.startsWith("a " + wrong));
    }
    assertThat(found).as(wrong).isTrue();
  }

  private static RaceReport race(List<Engine> engines, long seed, int trials) {
    Duration slot = Duration.ofNanos(1_000_000);
    return new SessionRaces(engines.get(0), List.of(new LocalStable(engines)), STORE, slot)
        .run(seed, trials);
  }

  /** The unconditional write of a session that somebody else has ended meanwhile. */
  private CompletionStage<Updated> writeAnyway(SessionStore store, Credential credential) {
    return store
        .update(credential, Change.change().increment("n", 1))
        .thenCompose(
            updated -> {
              NewSession session = started.get(credential.key());
              return updated instanceof Gone && session != null
                  ? store.start(session).handle((created, taken) -> updated)
                  : CompletableFuture.completedFuture(updated);
            });
  }

  /** The increment that is done by the client. */
  private CompletionStage<Updated> readFirst(SessionStore store, Credential credential) {
    return store
        .find(credential)
        .thenCompose(
            found -> {
              if (found instanceof Gone gone) {
                return CompletableFuture.completedFuture(gone);
              }
              String n = ((Found.Live) found).session().attributes().json("n").orElse("0");
              return store.update(credential, Change.change().set("n", Integer.parseInt(n) + 1));
            });
  }

  private interface Fault {
    CompletionStage<Updated> update(SessionStore store, Credential credential);
  }

  private Engine faulty(Engine engine, Fault fault) {
    SessionStore right = engine.sessions();
    SessionStore wrong =
        proxy(
            SessionStore.class,
            (name, arguments) -> {
              if (name.equals("start")) {
                NewSession session = (NewSession) arguments[0];
                started.put(session.credential().key(), session);
              }
              return name.equals("update") ? fault.update(right, (Credential) arguments[0]) : null;
            },
            right);
    return proxy(Engine.class, (name, arguments) -> name.equals("sessions") ? wrong : null, engine);
  }

  private interface Instead {
    Object answer(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Instead instead, T right) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object answer = instead.answer(method.getName(), arguments);
              try {
                return answer == null ? method.invoke(right, arguments) : answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }
}
