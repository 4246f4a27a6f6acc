package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.tck.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two processes share the events of a namespace; one of them is killed with some in its hands. The
 * holds are shorter than usual, so that the test is.
 */
class EventsOverProcessesTest {
  static final EventTiming FAST = new EventTiming(Duration.ofMillis(150), Duration.ofMillis(700));
  private static final int SESSIONS = 300;

  private static EmbeddedRedis redis;
  private static RedisEngine engine;
  private static Mainstay mainstay;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Set<String> expected = new TreeSet<>();
  private final List<EventWorker> workers = new ArrayList<>();

  @BeforeAll
  static void start() {
    redis =
        EmbeddedRedis.start(
            TestServer.alone()
                .withRoles(StoreRole.STATE)
                .withTransport(EmbeddedOptions.Transport.LOOPBACK));
    engine = RedisEngine.connect(redis.state().url());
    mainstay = Mainstay.on(engine);
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    redis.close();
  }

  @BeforeEach
  void sessions() {
    Duration idle = Duration.ofMillis(1_000);
    Sessions sessions = mainstay.sessions("web", SessionPolicy.idle(idle).events(true));
    List<CompletableFuture<Started>> starts = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      SessionStart user = SessionStart.of("user " + i);
      starts.add(sessions.async().start(user).toCompletableFuture());
    }
    for (int i = 0; i < SESSIONS; i++) {
      Started.Ok started = (Started.Ok) starts.get(i).join();
      boolean ends = i % 3 == 0;
      expected.add("Created " + started.session().id());
      expected.add((ends ? "Ended " : "Expired ") + started.session().id());
      if (ends) {
        sessions.revoke(started.token());
      }
    }
  }

  @AfterEach
  void close() {
    workers.forEach(EventWorker::close);
  }

  @Test
  void noEventIsLostWithAKilledProcessAndEachDuplicateIsFlagged() throws Exception {
    tellAndKill("");
    await().atMost(Duration.ofSeconds(30)).until(() -> told().containsAll(expected));
    assertThat(told()).isEqualTo(expected);
    Map<String, Long> unflagged =
        lines.stream()
            .filter(line -> !line.endsWith(" again"))
            .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
    assertThat(unflagged.values()).containsOnly(1L);
    assertThat(lines).anyMatch(line -> line.endsWith(" again"));
  }

  /** A list from which a worker takes what it has not told yet is as good as none. */
  @Test
  void whatIsFinishedBeforeItIsToldIsLost() throws Exception {
    tellAndKill("careless");
    // Until nothing more is told for two holds, which every end and every pause is over in.
    AtomicInteger last = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(30))
        .during(FAST.hold().multipliedBy(2))
        .until(() -> last.getAndSet(lines.size()) == lines.size() && lines.size() > SESSIONS / 3);
    Set<String> lost = new TreeSet<>(expected);
    lost.removeAll(told());
    assertThat(lost).isNotEmpty();
  }

  private Set<String> told() {
    return lines.stream()
        .map(line -> line.replace(" again", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Lets a process of its own work until it hangs, kills it, and works here meanwhile. */
  private void tellAndKill(String how) throws Exception {
    Process victim = start(how);
    CountDownLatch hangs = new CountDownLatch(1);
    Thread reader = new Thread(() -> read(victim, hangs));
    reader.start();
    assertThat(hangs.await(20, TimeUnit.SECONDS)).as("the other process hangs").isTrue();
    EventWorker worker =
        new EventWorker(
            "web",
            engine.sessionEvents(),
            new Telling(event -> lines.add(EventsMain.line(event)), Listener.NONE),
            FAST);
    workers.add(worker);
    worker.start();
    victim.destroyForcibly().waitFor();
    reader.join();
  }

  private static Process start(String how) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                EventsMain.class.getName(),
                how)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    redis.state().writeTo(process.getOutputStream());
    return process;
  }

  private void read(Process process, CountDownLatch hangs) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals("hangs")) {
          hangs.countDown();
        } else {
          lines.add(line);
        }
      }
    } catch (IOException killed) {
      // With what it said before.
    }
  }
}
