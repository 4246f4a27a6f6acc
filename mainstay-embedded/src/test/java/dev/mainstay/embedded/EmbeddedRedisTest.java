package dev.mainstay.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.embedded.EmbeddedOptions.Transport;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Start, rights, secrecy, persistence and stop of the two stores. */
class EmbeddedRedisTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Transport.class)
  void bothStoresAnswerOnEveryTransport(Transport transport) throws IOException {
    List<Long> pids = new ArrayList<>();
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(EmbeddedOptions.ephemeral().withTransport(transport))) {
      for (StoreRole role : StoreRole.values()) {
        pids.add(redis.status(role).pid());
        try (Resp client = Resp.connect(redis.address(role))) {
          assertThat(client.call("SET", "ms:a", role.id(), "EX", "100")).isEqualTo("OK");
          assertThat(client.call("GET", "ms:a")).isEqualTo(role.id());
        }
      }
      boolean socket = redis.state().url().startsWith("redis-socket:///");
      assertThat(socket).isEqualTo(transport != Transport.LOOPBACK);
    }
    for (long pid : pids) {
      assertThat(ProcessHandle.of(pid)).as("process %s", pid).isEmpty();
    }
  }

  @Test
  void stateIsKeptAndTheCacheIsNot() throws IOException {
    EmbeddedOptions options = EmbeddedOptions.in(folder.resolve("with space \"and quote"));
    try (EmbeddedRedis redis = EmbeddedRedis.start(options)) {
      for (StoreRole role : StoreRole.values()) {
        try (Resp client = Resp.connect(redis.address(role))) {
          client.call("SET", "ms:a", "1", "EX", "100");
        }
      }
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(options);
        Resp state = Resp.connect(redis.state());
        Resp cache = Resp.connect(redis.cache())) {
      assertThat(state.call("GET", "ms:a")).isEqualTo("1");
      assertThat(cache.call("GET", "ms:a")).isEqualTo("nil");
    }
  }

  @Test
  void theApplicationMayDoWhatItNeedsAndNothingElse() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.ephemeral().withAdmin());
        Resp app = Resp.connect(redis.state());
        Resp admin = Resp.connect(redis.admin(StoreRole.STATE))) {
      for (String refused :
          List.of(
              "CONFIG GET dir",
              "KEYS *",
              "DEBUG SLEEP 0",
              "FLUSHALL",
              "FLUSHDB",
              "MONITOR",
              "ACL LIST",
              "SHUTDOWN",
              "REPLICAOF no one",
              "MODULE LIST",
              "SAVE",
              "BGSAVE",
              "BGREWRITEAOF",
              "RESTORE ms:a 0 x",
              "MIGRATE h 1 ms:a 0 1",
              "SWAPDB 0 1",
              "SORT ms:a",
              "CLIENT LIST",
              "CLIENT KILL x",
              "SLOWLOG GET",
              "LATENCY LATEST",
              "GET other",
              "SET other 1",
              "PUBLISH other x")) {
        assertThat(app.call(refused.split(" ", -1))).as(refused).startsWith("NOPERM");
      }
      String sha = app.call("SCRIPT", "LOAD", "return redis.call('INCR', KEYS[1])");
      assertThat(app.call("EVALSHA", sha, "1", "ms:n")).isEqualTo("1");
      assertThat(app.call("EVAL", "return redis.call('TIME')[1]", "0")).matches("\\d+");
      assertThat(app.call("EVAL", "return redis.call('SET', 'other', '1')", "0"))
          .containsAnyOf("can't access at least one of the keys", "No permissions to access a key");
      assertThat(app.call("INFO", "memory")).contains("maxmemory_policy:noeviction");
      assertThat(app.call("ROLE")).startsWith("[master");
      assertThat(app.call("WAIT", "0", "1")).isEqualTo("0");
      assertThat(app.call("CLIENT", "SETNAME", "mainstay")).isEqualTo("OK");
      assertThat(app.call("CLIENT", "ID")).matches("\\d+");
      assertThat(app.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "ms:"))
          .doesNotStartWith("NOPERM");
      assertThat(app.call("HELLO", "2")).contains("server");
      assertThat(app.call("PUBLISH", "ms:x", "1")).isEqualTo("0");
      assertThat(app.call("PUBLISH", "cache:invalidate:42", "1")).isEqualTo("0");
      assertThat(admin.call("ACL", "WHOAMI")).isEqualTo("admin");
      assertThat(admin.call("CONFIG", "GET", "appendfsync")).contains("everysec");
      assertThat(admin.call("DEBUG", "SLEEP", "0")).isEqualTo("OK");
      assertThat(admin.call("CONFIG", "SET", "dir", "/tmp")).startsWith("ERR CONFIG SET failed");
    }
  }

  @Test
  void theCacheEvictsAndKeepsNothingOnDisk() throws IOException {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedOptions.ephemeral().withCacheMemory("5mb").withAdmin());
        Resp admin = Resp.connect(redis.admin(StoreRole.CACHE))) {
      assertThat(admin.call("CONFIG", "GET", "maxmemory")).contains("5242880");
      assertThat(admin.call("CONFIG", "GET", "maxmemory-policy")).contains("allkeys-lru");
      assertThat(admin.call("CONFIG", "GET", "save")).isEqualTo("[save, ]");
      assertThat(admin.call("CONFIG", "GET", "appendonly")).contains("no");
    }
  }

  @Test
  void onlyTheOwnerCanEnterAndNothingTellsThePassword() throws IOException {
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(
            EmbeddedOptions.in(folder).withTransport(Transport.UNIX_SOCKET).withAdmin())) {
      Path socket = Path.of(redis.state().url().replaceAll("redis-socket://|\\?.*", ""));
      assertThat(socket.toString().length()).isLessThan(100);
      assertThat(mode(socket)).isEqualTo("rw-------");
      assertThat(mode(Path.of(socket.toString().replace("/state.sock", ""))))
          .isEqualTo("rwx------");
      assertThat(mode(folder.resolve("state"))).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("mainstay.lock"))).isEqualTo("rw-------");
      String password = redis.state().url().replaceAll(".*password=", "");
      assertThat(password).hasSize(43);
      assertThat(redis.state().toString()).doesNotContain(password).contains("app");
      Path proc = Path.of("/proc", "" + redis.status(StoreRole.STATE).pid());
      assertThat(Files.readString(proc.resolve("environ"))).doesNotContain(password);
      assertThat(Files.readString(proc.resolve("cmdline")))
          .doesNotContain(password)
          .contains("sock");
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file, ISO_8859_1)).as("%s", file).doesNotContain(password);
        }
      }
    }
  }

  @Test
  void aFolderInUseIsRefusedWithItsHolder() {
    try (EmbeddedRedis first = EmbeddedRedis.start(EmbeddedOptions.in(folder))) {
      assertThat(first.status(StoreRole.STATE).condition()).isEqualTo(StoreStatus.Condition.UP);
      assertThatThrownBy(() -> EmbeddedRedis.start(EmbeddedOptions.in(folder)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContainingAll(folder.toString(), "" + ProcessHandle.current().pid());
    }
  }

  @Test
  void whatWasTemporaryIsRemoved() {
    EmbeddedRedis redis =
        EmbeddedRedis.start(EmbeddedOptions.ephemeral().withTransport(Transport.UNIX_SOCKET));
    Path socket = Path.of(redis.state().url().replaceAll("redis-socket://|\\?.*", ""));
    redis.close();
    redis.close();
    assertThat(socket.getParent()).doesNotExist();
    assertThat(redis.status(StoreRole.STATE).condition()).isEqualTo(StoreStatus.Condition.CLOSED);
  }

  @Test
  void aProgramThatIsNoServerIsNamed() {
    EmbeddedOptions options = EmbeddedOptions.in(folder).withBinary(Path.of("/bin/ls"));
    assertThatThrownBy(() -> EmbeddedRedis.start(options))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContainingAll("/bin/ls", "did not come up");
    EmbeddedRedis.start(EmbeddedOptions.in(folder)).close();
  }

  @Test
  void sizesAndRolesAreChecked() {
    assertThatThrownBy(() -> EmbeddedOptions.ephemeral().withCacheMemory("lots"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("cache-memory", "lots", "64mb");
    assertThatThrownBy(() -> EmbeddedOptions.ephemeral().withStateMemory("64mb\nport 1"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> EmbeddedOptions.in(Path.of("a\nport 1")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("data");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whoHasNotLoggedInMayDoNothing() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(folder));
        Resp stranger = Resp.open(redis.state())) {
      assertThat(stranger.call("GET", "ms:a")).startsWith("NOAUTH");
      assertThat(stranger.call("AUTH", "default", "")).startsWith("WRONGPASS");
      assertThat(stranger.call("AUTH", "default", "default")).startsWith("WRONGPASS");
      assertThat(stranger.call("GET", "ms:a")).startsWith("NOAUTH");
    }
  }
}
