package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.ServerAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server, and the connection that is kept to it. A connection that breaks is made again, after a
 * wait that doubles with jitter.
 *
 * <p>An attempt may hang for the whole connect timeout: in a stalled server's backlog, or on a
 * network that drops what is sent. So others are begun beside it, and the first that succeeds is
 * taken: a server that is back is found as soon as one that refuses.
 */
final class Node implements AutoCloseable {

  /** Hears of the connection; called on event loops, and must not block. */
  interface Watch {
    /** A connection is there and passed its test. */
    void up(Node node, Line line);

    /** The connection broke or was cut. */
    void down(Node node);

    /** An attempt to connect failed. */
    default void failed(Node node, Throwable why) {}
  }

  private static final int MOST_ATTEMPTS = 4;

  /** An attempt that takes so long may hang: another is begun beside it. */
  private static final Duration HANGS = Duration.ofMillis(500);

  private final Plug plug;
  private final ServerAddress address;
  private final Supplier<Login> login;
  private final Function<Line, CompletableFuture<?>> test;
  private final Watch watch;
  private final long minMillis;
  private final long maxMillis;
  private final CompletableFuture<Line> first = new CompletableFuture<>();
  private volatile @Nullable Line line;
  private boolean closed;

  /** While it is told that a connection broke none is taken: who watches hears of each in turn. */
  private boolean ending;

  private int plan;
  private int open;
  private int failures;

  /**
   * @param login asked for with each attempt
   * @param test what a new connection has to pass before anything else is sent over it
   */
  Node(
      Plug plug,
      ServerAddress address,
      Supplier<Login> login,
      RedisOptions options,
      Function<Line, CompletableFuture<?>> test,
      Watch watch) {
    this.plug = plug;
    this.address = address;
    this.login = login;
    this.test = test;
    this.watch = watch;
    this.minMillis = options.reconnectMin().toMillis();
    this.maxMillis = options.reconnectMax().toMillis();
  }

  ServerAddress address() {
    return address;
  }

  /** The connection, {@code null} while there is none. */
  @Nullable Line line() {
    return line;
  }

  /** Begins to connect. */
  Node start() {
    attempt(plan);
    return this;
  }

  /** How the first attempt ends. */
  CompletableFuture<Line> first() {
    return first;
  }

  /** Leaves the connection for a new one. */
  void cut() {
    Line now = line;
    if (now != null) {
      now.cut();
    }
  }

  private void attempt(int number) {
    synchronized (this) {
      if (!isPlanned(number)) {
        return;
      }
      open++;
    }
    CompletableFuture<Line> attempt = plug.open(address, login.get()).thenCompose(this::tested);
    var unused = attempt.whenComplete(this::attempted);
    again(HANGS);
  }

  private CompletableFuture<Line> tested(Line opened) {
    return test.apply(opened)
        .thenApply(passed -> opened)
        .whenComplete(
            (line, failed) -> {
              if (failed != null) {
                opened.cut();
              }
            });
  }

  private void attempted(@Nullable Line opened, @Nullable Throwable failed) {
    boolean taken;
    synchronized (this) {
      open--;
      taken = opened != null && !closed && !ending && line == null;
      if (taken) {
        line = opened;
        failures = 0;
      } else if (opened == null) {
        failures++;
      }
    }
    if (opened == null && failed != null) {
      first.completeExceptionally(failed);
      watch.failed(this, failed);
      again(backOff());
    } else if (opened != null && !taken) {
      opened.cut();
    } else if (opened != null) {
      watch.up(this, opened);
      first.complete(opened);
      var unused = opened.ended().thenRun(() -> ended(opened));
    }
  }

  private void ended(Line broken) {
    synchronized (this) {
      if (line != broken) {
        return;
      }
      line = null;
      ending = true;
    }
    try {
      watch.down(this);
    } finally {
      synchronized (this) {
        ending = false;
      }
      again(backOff());
    }
  }

  /** Plans one more attempt, in the place of one that was planned; none where too many hang. */
  private void again(Duration wait) {
    int mine;
    synchronized (this) {
      if (closed || line != null || open >= MOST_ATTEMPTS) {
        return;
      }
      mine = ++plan;
    }
    plug.later(
        wait,
        () -> {
          if (isPlanned(mine)) {
            plug.later(plug.pace(), () -> attempt(mine));
          }
        });
  }

  private synchronized boolean isPlanned(int number) {
    return plan == number && !closed && line == null;
  }

  /** Doubles up to the longest wait, and takes a random part of the last doubling. */
  private synchronized Duration backOff() {
    long high = Math.min(maxMillis, minMillis << Math.min(failures + 1, 20));
    long low = Math.min(minMillis, high);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(low, high + 1));
  }

  @Override
  public void close() {
    Line last;
    synchronized (this) {
      closed = true;
      last = line;
      line = null;
    }
    if (last != null) {
      last.cut();
    }
  }
}
