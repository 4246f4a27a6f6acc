package dev.mainstay.bench.store;

import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedOptions.Transport;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real Redis of one measurement, on the loopback for all who are measured alike. It has no
 * persistence and the server's own defaults for hashes: nobody gains by Mainstay's settings, or
 * pays for another's writes to a disk.
 */
public final class BenchRedis implements AutoCloseable {
  private final EmbeddedRedis redis;
  private final URI address;

  private BenchRedis(EmbeddedRedis redis) {
    this.redis = redis;
    this.address = URI.create(redis.admin(StoreRole.STATE).url());
  }

  /**
   * Starts a server.
   *
   * @param binary the program; null for the bundled one
   */
  public static BenchRedis start(@Nullable Path binary) {
    EmbeddedOptions options =
        EmbeddedOptions.ephemeral()
            .withRoles(StoreRole.STATE)
            .withTransport(Transport.LOOPBACK)
            .withBinary(binary)
            .withAdmin();
    BenchRedis redis = new BenchRedis(EmbeddedRedis.start(options));
    try (Resp admin = redis.admin()) {
      admin.call("CONFIG", "SET", "appendonly", "no", "save", "", "hash-max-listpack-value", "64");
      return redis;
    } catch (RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  /** Its URL, with user and password of somebody who may do anything. */
  public String url() {
    return address.toString();
  }

  /** Its port on the loopback. */
  public int port() {
    return address.getPort();
  }

  /** Its process, for who stops it. */
  public long pid() {
    return redis.status(StoreRole.STATE).pid();
  }

  /** Who may do anything. */
  public String user() {
    return address.getUserInfo().split(":", 2)[0];
  }

  /** The password of {@link #user()}. */
  public String password() {
    return address.getUserInfo().split(":", 2)[1];
  }

  /** A connection that may do anything, for one thread. */
  public Resp admin() {
    Resp admin = Resp.connect(port());
    admin.call("AUTH", user(), password());
    return admin;
  }

  /** Waits; an interrupt ends the measurement. */
  public static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
