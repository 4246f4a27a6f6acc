package dev.mainstay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.errors.InvalidValueException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that die, parents that die, and two parents of one folder. */
class LifeAndDeathTest {
  private static final String TWO_AT_ONCE =
      "for _, key in ipairs(KEYS) do redis.call('SET', key, 'at once', 'EX', 100) end";

  @TempDir Path folder;
  private final List<Process> parents = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process parent : parents) {
      parent.destroyForcibly().waitFor();
    }
  }

  @Test
  void aKilledChildIsBackWithItsDataWithinASecond() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(folder))) {
      StoreAddress address = redis.state();
      long first = redis.status(StoreRole.STATE).pid();
      try (Resp client = Resp.connect(address)) {
        for (int i = 0; i < 1_000; i++) {
          assertThat(client.call("SET", "ms:" + i, "v" + i, "EX", "100")).isEqualTo("OK");
        }
        client.call("EVAL", TWO_AT_ONCE, "2", "ms:{s}:a", "ms:{s}:b");
        // Redis holds a write back for as long as the disk is busy with the one before.
        await().until(() -> client.call("INFO", "persistence").contains("aof_buffer_length:0"));
      }
      long begin = System.nanoTime();
      kill(first);
      await()
          .pollInterval(Duration.ofMillis(5))
          .ignoreExceptions()
          .until(() -> redis.status(StoreRole.STATE).restarts() == 1 && ping(address));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      assertThat(redis.state()).isEqualTo(address);
      assertThat(redis.status(StoreRole.STATE).pid()).isNotEqualTo(first);
      try (Resp client = Resp.connect(address)) {
        for (int i = 0; i < 1_000; i++) {
          assertThat(client.call("GET", "ms:" + i)).isEqualTo("v" + i);
        }
        assertThat(client.call("GET", "ms:{s}:a")).isEqualTo("at once");
        assertThat(client.call("GET", "ms:{s}:b")).isEqualTo("at once");
      }
    }
  }

  @Test
  void whatAScriptWroteInOneStepIsBackToo() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(folder))) {
      String script =
          "redis.call('SET', KEYS[1], 'a', 'EX', 100) return redis.call('PEXPIRE', KEYS[1], 90000)";
      try (Resp client = Resp.connect(redis.state())) {
        assertThat(client.call("EVAL", script, "1", "ms:{a}:1")).isEqualTo("1");
        await().until(() -> client.call("INFO", "persistence").contains("aof_buffer_length:0"));
      }
      kill(redis.status(StoreRole.STATE).pid());
      await()
          .ignoreExceptions()
          .until(() -> redis.status(StoreRole.STATE).restarts() == 1 && ping(redis.state()));
      try (Resp client = Resp.connect(redis.state())) {
        assertThat(client.call("GET", "ms:{a}:1")).isEqualTo("a");
      }
    }
  }

  @Test
  void theChildrenOfAKilledParentEndAndTheNextOneHasTheirData() throws Exception {
    Parent parent = parent();
    try (Resp client = Resp.connect(parent.state())) {
      assertThat(client.call("SET", "ms:a", "kept", "EX", "100")).isEqualTo("OK");
      await().until(() -> client.call("INFO", "persistence").contains("aof_buffer_length:0"));
    }
    assertThatThrownBy(() -> EmbeddedRedis.start(EmbeddedOptions.in(folder)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll(folder.toString(), "process " + parent.process().pid());
    long begin = System.nanoTime();
    parent.process().destroyForcibly().waitFor();
    try (EmbeddedRedis next = EmbeddedRedis.start(EmbeddedOptions.in(folder));
        Resp client = Resp.connect(next.state())) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertThat(gone(parent.statePid())).isTrue();
      assertThat(client.call("GET", "ms:a")).isEqualTo("kept");
      await().atMost(Duration.ofSeconds(5)).until(() -> gone(parent.cachePid()));
    }
  }

  @Test
  void anOrphanThatCannotHearIsEndedByTheNextStart() throws Exception {
    Parent parent = parent();
    signal("-STOP", parent.statePid());
    parent.process().destroyForcibly().waitFor();
    long begin = System.nanoTime();
    try (EmbeddedRedis next = EmbeddedRedis.start(EmbeddedOptions.in(folder))) {
      assertThat(next.status(StoreRole.STATE).condition()).isEqualTo(StoreStatus.Condition.UP);
      assertThat(gone(parent.statePid())).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aNumberThatWasGivenAnewIsLeftAlone() throws Exception {
    EmbeddedOptions options = EmbeddedOptions.in(folder).withRoles(StoreRole.STATE);
    EmbeddedRedis.start(options).close();
    Process bystander = new ProcessBuilder("sleep", "60").start();
    parents.add(bystander);
    Files.writeString(folder.resolve("state/store.pid"), bystander.pid() + " another-boot/1\n");
    EmbeddedRedis.start(options).close();
    assertThat(bystander.isAlive()).isTrue();
  }

  private record Parent(
      Process process, long statePid, long cachePid, StoreAddress state, StoreAddress cache) {}

  private Parent parent() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ParentMain.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    parents.add(process);
    BufferedReader said = process.inputReader();
    String[] pids = said.readLine().split(" ", 2);
    return new Parent(
        process, Long.parseLong(pids[0]), Long.parseLong(pids[1]), next(said), next(said));
  }

  private static StoreAddress next(BufferedReader said) throws IOException {
    return StoreAddress.readFrom(
        new java.io.ByteArrayInputStream(
            (said.readLine() + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  private static boolean ping(StoreAddress address) throws IOException {
    try (Resp client = Resp.connect(address)) {
      return client.call("PING").equals("PONG");
    }
  }

  /** Whether it ended; some machines are slow to collect the children of the dead. */
  private static boolean gone(long pid) {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return true;
    }
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return !Files.exists(Path.of("/proc/" + pid));
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", name, "" + pid).start().waitFor()).isZero();
  }
}
