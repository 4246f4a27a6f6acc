package dev.mainstay.tck.weather;

import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Processes;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.embedded.StoreStatus;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.tck.TestServer;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A durable redis-server of its own, and all that can be done to it. */
final class FaultStore implements AutoCloseable {
  private static final String MAX_CLIENTS = "512";

  private final EmbeddedRedis redis;
  private final RedisClient client;
  private final RedisCommands<String, String> admin;

  private FaultStore(EmbeddedRedis redis) {
    this.redis = redis;
    client = RedisClient.create(redis.admin(StoreRole.STATE).url());
    admin = client.connect(new StringCodec(StandardCharsets.ISO_8859_1)).sync();
  }

  static FaultStore start() {
    return start(TestServer.alone());
  }

  static FaultStore start(EmbeddedOptions options) {
    return new FaultStore(
        EmbeddedRedis.start(
            options
                .withRoles(StoreRole.STATE)
                .withTransport(EmbeddedOptions.Transport.LOOPBACK)
                .withAdmin()));
  }

  RedisEngine connect() {
    return RedisEngine.connect(RedisOptions.parse(url()));
  }

  String url() {
    return redis.state().url();
  }

  int port() {
    return URI.create(url()).getPort();
  }

  RedisCommands<String, String> admin() {
    return admin;
  }

  /** The process stands still; connections stay open and nobody answers. */
  void stall(Duration time) {
    long pid = status().pid();
    try (Processes processes = new Processes().with(pid)) {
      processes.stop(pid);
      Pause.of(time);
    }
  }

  /**
   * The process is killed; comes back when the supervisor has started another. Not while an fsync
   * runs: a server with {@code appendfsync everysec} answers then before it writes to its log.
   */
  void kill() {
    int before = status().restarts();
    long pid = status().pid();
    while (admin.info("persistence").contains("aof_pending_bio_fsync:1")) {
      Pause.of(Duration.ofMillis(1));
    }
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (status().restarts() == before || status().condition() != StoreStatus.Condition.UP) {
      if (System.nanoTime() > patience) {
        throw new IllegalStateException("the store is not started again: " + status());
      }
      Pause.of(Duration.ofMillis(1));
    }
  }

  /** Scripts are forgotten again and again. */
  void flushScripts(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      admin.scriptFlush();
      Pause.of(Duration.ofMillis(5));
    }
  }

  void killClients() {
    admin.clientKill(KillArgs.Builder.typeNormal().skipme());
  }

  /** All commands of all clients wait. */
  void pauseClients(Duration time) {
    CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
    args.add("PAUSE").add(time.toMillis()).add("ALL");
    admin.dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8), args);
    Pause.of(time);
  }

  /** Clients are thrown out and none is let in. */
  void refuseClients(Duration time) {
    limitClients("1");
    killClients();
    Pause.of(time);
    liftLimit();
  }

  /** From now on no more than so many are let in. */
  void limitClients(String most) {
    admin.configSet("maxclients", most);
  }

  void liftLimit() {
    limitClients(MAX_CLIENTS);
  }

  /** From now on the store refuses whatever needs memory. */
  void fillMemory() {
    admin.configSet("maxmemory", "1");
  }

  void giveMemoryBack() {
    admin.configSet("maxmemory", "0");
  }

  private StoreStatus status() {
    return redis.status(StoreRole.STATE);
  }

  @Override
  public void close() {
    client.shutdown();
    redis.close();
  }
}
