package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Listener;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionListener;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Subscription;
import dev.mainstay.spi.Partition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventWorkerTest {
  private static final EventTiming FAST =
      new EventTiming(Duration.ofMillis(40), Duration.ofMillis(400));
  private static final SessionPolicy POLICY =
      SessionPolicy.idle(Duration.ofMillis(150)).events(true);

  private final MemoryEngine engine = MemoryEngine.create();
  private final Mainstay mainstay = Mainstay.on(engine);
  private final Sessions sessions = mainstay.sessions("web", POLICY);
  private final List<EventWorker> workers = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(EventWorker::close);
    mainstay.close();
  }

  private EventWorker work(SessionListener listener) {
    EventWorker worker =
        new EventWorker("web", engine.sessionEvents(), new Telling(listener, Listener.NONE), FAST);
    workers.add(worker);
    worker.start();
    return worker;
  }

  private String begin(String user) {
    return sessions.start(SessionStart.of(user)).token();
  }

  @Test
  void tellsWhatBecomesOfEachSession() {
    List<SessionEvent> told = new CopyOnWriteArrayList<>();
    work(told::add);
    String token = begin("ada");
    begin("bob");
    sessions.revoke(token);
    await().until(() -> told.size() == 4);
    assertThat(told).noneMatch(SessionEvent::redelivered);
    assertThat(of(told, "ada")).containsExactly("Created", "Ended");
    assertThat(of(told, "bob")).containsExactly("Created", "Expired");
  }

  private static List<String> of(List<SessionEvent> told, String user) {
    return told.stream()
        .filter(event -> user.equals(event.user()))
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  @Test
  void whatTheListenerThrowsAtComesAgainFlagged() {
    List<SessionEvent> told = new CopyOnWriteArrayList<>();
    work(
        event -> {
          told.add(event);
          if (told.size() == 1) {
            throw new IllegalStateException("not yet");
          }
        });
    begin("ada");
    await().until(() -> told.size() == 3);
    assertThat(told.stream().filter(SessionEvent.Created.class::isInstance))
        .extracting(SessionEvent::redelivered)
        .containsExactly(false, true);
  }

  @Test
  void workersShareThePartitionsAndTellEachEventOnce() {
    Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
    AtomicInteger one = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    EventWorker first = work(event -> count(told, event, one));
    EventWorker second = work(event -> count(told, event, other));
    await().until(() -> first.share() > 0 && first.share() + second.share() == Partition.COUNT);
    for (int i = 0; i < 300; i++) {
      begin("user-" + i);
    }
    await().until(() -> told.size() == 600);
    assertThat(told.values()).extracting(AtomicInteger::get).containsOnly(1);
    assertThat(one.get()).isGreaterThan(100);
    assertThat(other.get()).isGreaterThan(100);
  }

  private static void count(
      Map<String, AtomicInteger> told, SessionEvent event, AtomicInteger mine) {
    String key = event.getClass().getSimpleName() + event.id();
    told.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
    mine.incrementAndGet();
  }

  @Test
  void whoClosesGivesBackWhatWasNotBegun() throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    List<SessionEvent> told = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      begin("ada");
    }
    EventWorker closing =
        work(
            event -> {
              told.add(event);
              called.countDown();
              mayGoOn.await();
            });
    called.await();
    Thread closer = new Thread(closing::close);
    closer.start();
    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    mayGoOn.countDown();
    closer.join();
    assertThat(told).hasSize(1);
    work(told::add);
    await().until(() -> told.size() == 10);
    assertThat(told).noneMatch(SessionEvent::redelivered);
  }

  @Test
  void whoBlocksAllItsThreadsIsReplaced() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger blocked = new AtomicInteger();
    List<SessionEvent> told = new CopyOnWriteArrayList<>();
    work(
        event -> {
          blocked.incrementAndGet();
          never.await();
        });
    for (int i = 0; i < 50; i++) {
      begin("user-" + i);
    }
    await().until(() -> blocked.get() == 4);
    work(told::add);
    await().until(() -> told.stream().map(SessionEvent::id).distinct().count() == 50);
    never.countDown();
  }

  @Test
  void aListenerMayCloseItsOwnSubscription() {
    AtomicReference<Subscription> subscription = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    subscription.set(
        work(
            event -> {
              subscription.get().close();
              closed.countDown();
            }));
    begin("ada");
    await().until(() -> closed.await(0, TimeUnit.SECONDS));
  }

  @Test
  void aStoreThatFailsIsAskedAgain() {
    List<SessionEvent> told = new CopyOnWriteArrayList<>();
    EventWorker worker =
        new EventWorker(
            "web",
            new FailingEvents(engine.sessionEvents(), 8),
            new Telling(told::add, Listener.NONE),
            FAST);
    workers.add(worker);
    worker.start();
    begin("ada");
    await()
        .until(
            () ->
                told.stream().anyMatch(SessionEvent.Created.class::isInstance)
                    && told.stream().anyMatch(SessionEvent.Expired.class::isInstance));
  }

  @Test
  void aNamespaceHasOneSubscriptionInAProcess() {
    Subscription first = sessions.subscribe(event -> {});
    assertThatThrownBy(() -> sessions.with(SessionPolicy.DEFAULT).subscribe(event -> {}))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'web' has a subscription in this process");
    first.close();
    first.close();
    sessions.subscribe(event -> {}).close();
  }
}
