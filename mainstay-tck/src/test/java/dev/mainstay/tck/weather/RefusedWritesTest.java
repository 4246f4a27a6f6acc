package dev.mainstay.tck.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.events.Event;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.tck.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that refuses writes, for each of the reasons that there are: existing sessions go on,
 * nothing is half written, and the first write after it goes through.
 */
class RefusedWritesTest {
  private static final Change INCREMENT = Change.change().increment("n", 1);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final Duration SHORT = Duration.ofMillis(1_500);

  @TempDir Path folder;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private FaultStore store;
  private Mainstay mainstay;
  private Sessions sessions;
  private List<Started.Ok> live;

  @BeforeEach
  void start() {
    store = FaultStore.start(TestServer.alone().withDataDirectory(folder));
    mainstay = Mainstay.on(store.connect(), events::add);
    sessions = mainstay.sessions("web", SessionPolicy.idle(IDLE));
    live = IntStream.range(0, 5).mapToObj(i -> begin("ada")).toList();
  }

  @AfterEach
  void stop() {
    assertThat(Inventory.problems(store.admin())).isEmpty();
    mainstay.close();
    store.close();
  }

  private Started.Ok begin(String user) {
    return (Started.Ok) sessions.start(SessionStart.of(user));
  }

  @Test
  void fullMemory() {
    Set<String> before = keys();
    store.fillMemory();
    sessionsGoOn();
    refused("OOM", () -> begin("eve"));
    refused("OOM", () -> sessions.update(live.get(0).token(), INCREMENT));
    refused("OOM", () -> sessions.rotate(live.get(0).token(), Rotation.login("eve")));
    assertThat(keys()).isEqualTo(before);
    assertThat(sessions.rotate(live.get(0).token(), Rotation.privilege()))
        .isInstanceOf(Rotated.Renewed.class);
    assertThat(sessions.revoke(live.get(1).token())).isTrue();
    assertThat(sessions.find(live.get(1).token())).isEqualTo(new Gone(Gone.Reason.REVOKED));
    assertThat(sessions.revokeAll("ada")).isEqualTo(4);
    store.giveMemoryBack();
    writesGoOn();
  }

  /** A touch is the only write of a find, and needs no memory that a session does not have. */
  @Test
  void sessionsInUseOutliveFullMemory() {
    Sessions shortly = sessions.with(SessionPolicy.idle(SHORT));
    String token = shortly.start(SessionStart.of("eve")).token();
    store.fillMemory();
    long end = System.nanoTime() + SHORT.multipliedBy(3).dividedBy(2).toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(shortly.find(token)).isInstanceOf(Found.Live.class);
      Pause.of(Duration.ofMillis(20));
    }
    assertThat(events).noneMatch(Event.TouchRefused.class::isInstance);
    store.giveMemoryBack();
  }

  @Test
  void eventsAreToldWithFullMemory() {
    Sessions telling = sessions.with(SessionPolicy.idle(IDLE).events(true));
    String token = telling.start(SessionStart.of("eve")).token();
    List<SessionEvent> told = new CopyOnWriteArrayList<>();
    store.fillMemory();
    assertThat(telling.revoke(token)).isTrue();
    telling.subscribe(told::add);
    await().atMost(Duration.ofSeconds(10)).until(() -> told.size() == 2);
    assertThat(told.get(1)).isInstanceOf(SessionEvent.Ended.class);
    await().until(() -> store.admin().keys("*:due").isEmpty());
    store.giveMemoryBack();
  }

  @Test
  void missingReplicas() {
    whileRefusing("NOREPLICAS", "min-replicas-to-write", "1", "0");
  }

  @Test
  void aReplica() {
    try (FaultStore primary = FaultStore.start()) {
      // It keeps what it has: without a password it never comes to copying the primary.
      store.admin().replicaof("127.0.0.1", primary.port());
      everyWriteIsRefused("READONLY");
      store.admin().replicaofNoOne();
      writesGoOn();
    }
  }

  @Test
  void aDiskThatTakesNoSnapshot() throws IOException {
    // A snapshot is renamed to this in the end, and cannot take the place of a folder.
    Files.createDirectories(folder.resolve("state/dump.rdb/in-the-way"));
    store.admin().configSet("stop-writes-on-bgsave-error", "yes");
    store.admin().bgsave();
    await().until(() -> store.admin().info("persistence").contains("rdb_last_bgsave_status:err"));
    everyWriteIsRefused("MISCONF");
    store.admin().configSet("stop-writes-on-bgsave-error", "no");
    writesGoOn();
  }

  private void whileRefusing(String code, String setting, String on, String off) {
    store.admin().configSet(setting, on);
    everyWriteIsRefused(code);
    store.admin().configSet(setting, off);
    writesGoOn();
  }

  private void everyWriteIsRefused(String code) {
    String token = live.get(0).token();
    sessionsGoOn();
    refused(code, () -> begin("eve"));
    refused(code, () -> sessions.update(token, INCREMENT));
    refused(code, () -> sessions.rotate(token, Rotation.privilege()));
    refused(code, () -> sessions.rotate(token, Rotation.login("eve")));
    refused(code, () -> sessions.revoke(token));
    refused(code, () -> sessions.revokeAll("ada"));
    // By now their touch is due, and it is refused: nobody who asks for a session hears of it.
    await()
        .atMost(IDLE)
        .until(
            () -> {
              sessionsGoOn();
              return events.contains(new Event.TouchRefused(code));
            });
    sessionsGoOn();
  }

  private void sessionsGoOn() {
    live.forEach(it -> assertThat(sessions.find(it.token())).isInstanceOf(Found.Live.class));
    assertThat(sessions.list("ada")).hasSize(live.size());
  }

  private void writesGoOn() {
    await().atMost(SOON).ignoreExceptions().until(() -> begin("ada").session() != null);
  }

  private static void refused(String code, Executable write) {
    assertThatThrownBy(write::execute)
        .isInstanceOfSatisfying(
            StoreRefusedException.class, it -> assertThat(it.code()).isEqualTo(code));
  }

  private Set<String> keys() {
    return new TreeSet<>(store.admin().keys("*"));
  }
}
