package dev.mainstay.bench.failover;

import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.chaos.faults.Processes;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedOptions.Transport;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import dev.mainstay.embedded.StoreStatus;
import dev.mainstay.errors.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One embedded server, which is started again when it dies. Nobody takes its place. */
final class StandaloneTopology implements Topology {
  private static final Duration SHORT_STALL = Duration.ofMillis(1_500);

  private final EmbeddedRedis redis;

  private StandaloneTopology(EmbeddedRedis redis) {
    this.redis = redis;
  }

  static Topology start(@Nullable Path binary) {
    return new StandaloneTopology(
        EmbeddedRedis.start(
            EmbeddedOptions.ephemeral()
                .withRoles(StoreRole.STATE)
                .withTransport(Transport.LOOPBACK)
                .withBinary(binary)
                .withAdmin()));
  }

  @Override
  public String url() {
    return redis.state().url();
  }

  @Override
  public void strike(Blow blow) {
    if (blow == Blow.LAGGING_KILL) {
      throw new InvalidValueException("--fault", "lagging_kill needs a topology with replicas");
    }
    StoreStatus before = status();
    try (Processes processes = new Processes().with(before.pid())) {
      if (blow == Blow.STALL) {
        processes.stop(before.pid());
        Pause.of(SHORT_STALL);
        return;
      }
      processes.kill(before.pid());
    }
    long patience = System.nanoTime() + HEALTHY.toNanos();
    while (status().restarts() == before.restarts()
        || status().condition() != StoreStatus.Condition.UP) {
      if (System.nanoTime() > patience) {
        throw new IllegalStateException("the server is not started again: " + status());
      }
      Pause.of(Duration.ofMillis(1));
    }
  }

  private StoreStatus status() {
    return redis.status(StoreRole.STATE);
  }

  @Override
  public Duration bar() {
    return SHORT_STALL.plusSeconds(2);
  }

  @Override
  public Duration cycle(Blow blow) {
    return Duration.ofSeconds(4);
  }

  @Override
  public List<String> admins() {
    return List.of(redis.admin(StoreRole.STATE).url());
  }

  @Override
  public void close() {
    redis.close();
  }
}
