package dev.mainstay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged log is never silently replaced by an empty or a shorter store. */
class DamageTest {
  private static final int KEYS = 50;

  @TempDir Path folder;
  private EmbeddedOptions options = EmbeddedOptions.ephemeral();
  private Path logs = Path.of("");
  private Path log = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    options = EmbeddedOptions.in(folder).withRoles(StoreRole.STATE);
    logs = folder.resolve("state/appendonlydir");
    log = logs.resolve("appendonly.aof.1.incr.aof");
    try (EmbeddedRedis redis = EmbeddedRedis.start(options);
        Resp client = Resp.connect(redis.state())) {
      for (int i = 0; i < KEYS; i++) {
        client.call("SET", "ms:" + i, "value-" + i);
      }
    }
  }

  @Test
  void anIncompleteLastCommandIsCutOff() throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 7));
    try (EmbeddedRedis redis = EmbeddedRedis.start(options);
        Resp client = Resp.connect(redis.state())) {
      assertThat(client.call("DBSIZE")).isEqualTo("" + (KEYS - 1));
    }
  }

  @Test
  void aBrokenCommandInTheMiddleIsRefused() throws IOException {
    replace("$7\r\nvalue-9", "$X\r\nvalue-9");
    refusedNaming("appendonly.aof.1.incr.aof", "redis-check-aof", "Restore");
  }

  @Test
  void aLengthThatSwallowsTheRestIsRefused() throws IOException {
    replace("$7\r\nvalue-9", "$700000\r\nvalue-9");
    refusedNaming("appendonly.aof.1.incr.aof", "redis-check-aof", "Restore");
  }

  @Test
  void aDamagedBaseIsRefused() throws IOException {
    Path base = logs.resolve("appendonly.aof.1.base.rdb");
    byte[] bytes = Files.readAllBytes(base);
    bytes[bytes.length - 3] ^= 1;
    Files.write(base, bytes);
    refusedNaming("appendonlydir", "redis-check-aof");
  }

  @Test
  void aMissingListOrLogIsRefused() throws IOException {
    Files.move(log, folder.resolve("aside"));
    refusedNaming("appendonly.aof.1.incr.aof");
    Files.move(folder.resolve("aside"), log);
    Path manifest = logs.resolve("appendonly.aof.manifest");
    Files.move(manifest, folder.resolve("aside"));
    refusedNaming("appendonly.aof.manifest", "is missing", "backup");
    Files.move(folder.resolve("aside"), manifest);
    Files.move(logs, folder.resolve("aside"));
    refusedNaming("appendonlydir", "is missing", "backup");
    Files.move(folder.resolve("aside"), logs);
    try (EmbeddedRedis redis = EmbeddedRedis.start(options);
        Resp client = Resp.connect(redis.state())) {
      assertThat(client.call("DBSIZE")).isEqualTo("" + KEYS);
    }
  }

  @Test
  void aSnapshotWithoutALogIsRefused() throws IOException {
    Path other = folder.resolve("other");
    Files.createDirectories(other.resolve("state"));
    Files.copy(logs.resolve("appendonly.aof.1.base.rdb"), other.resolve("state/dump.rdb"));
    assertThatThrownBy(() -> EmbeddedRedis.start(options.withDataDirectory(other)))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContaining("dump.rdb");
  }

  private void refusedNaming(String... words) throws IOException {
    Map<String, byte[]> before = files();
    assertThatThrownBy(() -> EmbeddedRedis.start(options))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContainingAll(words);
    Map<String, byte[]> after = files();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((file, bytes) -> assertThat(after.get(file)).as(file).isEqualTo(bytes));
  }

  /** All of the store's files; which process used them last is not its data. */
  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder.resolve("state"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("store.pid")) {
          files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private void replace(String from, String to) throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    Files.writeString(log, text.replace(from, to), StandardCharsets.ISO_8859_1);
  }
}
