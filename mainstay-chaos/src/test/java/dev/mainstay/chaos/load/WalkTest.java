package dev.mainstay.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.Chaos;
import dev.mainstay.chaos.ChaosEngine;
import dev.mainstay.chaos.history.Hiccups;
import dev.mainstay.chaos.history.History;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Finding;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Users on an engine that misbehaves: what holds, and that what does not is found. */
class WalkTest {
  private static final Chaos CHAOS = Chaos.seed(7).lostReplies(0.05).lostRequests(0.05);
  private static final int OPERATIONS = 6_000;

  private final History history = new History(1_000_000);

  @Test
  void theEngineInMemoryKeepsItsPromises() {
    Verdict verdict = walk(ChaosEngine.around(MemoryEngine.create(), CHAOS));

    assertThat(verdict.holds()).as(verdict.text()).isTrue();
    assertThat(verdict.findings()).allMatch(finding -> finding.opportunities() > 50);
  }

  @Test
  void aRevocationThatIsOnlyAcknowledgedIsFound() {
    Verdict verdict = walk(forgetting(MemoryEngine.create()));

    assertThat(verdict.findings())
        .filteredOn(Predicate.not(Finding::holds))
        .extracting(Finding::name)
        .contains("acknowledged revocations stand");
    assertThat(verdict.text()).as("no token").contains("VIOLATIONS").doesNotContain("ms1.");
  }

  @Test
  void aTicketDoesNotShowItsToken() {
    assertThat(new Ticket("ms1.secret", Subject.user("ada"))).hasToString("Ticket[ada]");
  }

  private Verdict walk(Engine engine) {
    try (Mainstay mainstay = Mainstay.on(engine)) {
      SessionPolicy policy = SessionPolicy.DEFAULT.limit(1_000);
      List<Sessions> replicas = List.of(mainstay.sessions("web", policy));
      Ticket shared = null;
      while (shared == null) {
        shared =
            new Client("first", history).start(replicas.get(0), "shared").ticket().orElse(null);
      }
      Walk.Setting setting = new Walk.Setting(7, replicas, shared, history, Duration.ZERO);
      List<Walk> walks = IntStream.range(0, 3).mapToObj(i -> new Walk(i, setting)).toList();
      List<Thread> threads = walks.stream().map(Thread::new).toList();
      threads.forEach(Thread::start);
      await().until(() -> history.operations().size() > OPERATIONS);
      walks.forEach(Walk::stop);
      threads.forEach(WalkTest::end);
      walks.forEach(Walk::lookAtAll);
    }
    return Checker.of(Invariants.ofSessions(Losses.NONE, Duration.ZERO))
        .check(new Evidence("seed 7", history.operations(), List.of(), Hiccups.NONE));
  }

  private static void end(Thread thread) {
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(thread.isAlive()).isFalse();
  }

  /** Acknowledges revocations of users and does nothing. */
  private static Engine forgetting(Engine engine) {
    var right = engine.sessions();
    var wrong =
        proxy(
            SessionStore.class,
            right,
            (name, args) -> name.equals("revoke") ? CompletableFuture.completedStage(1) : null);
    return proxy(Engine.class, engine, (name, args) -> name.equals("sessions") ? wrong : null);
  }

  private interface Instead {
    Object of(String method, Object[] args);
  }

  private static <T> T proxy(Class<T> type, T right, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> {
              if (method.getReturnType() == type) {
                return self;
              }
              Object other = instead.of(method.getName(), args);
              try {
                return other == null ? method.invoke(right, args) : other;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
