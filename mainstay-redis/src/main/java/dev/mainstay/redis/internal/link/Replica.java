package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.RedisUrl.Topology;
import dev.mainstay.redis.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a replica, for reads that may lag and for nothing else: in a cluster it is made
 * {@code READONLY}, and over such a one a primary that was replaced would answer anything.
 *
 * <p>Nobody depends on what it says: what it does not answer well and soon the primary is asked.
 */
final class Replica implements Node.Watch, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final Request READONLY =
      new Request("connect", "READONLY", Deadline.READ, Replies.ascii("READONLY"));

  /** This part of the deadline for reads it has; the rest is the primary's. */
  private static final int PART = 4;

  /** For so long a replica is left alone that was of no use: each question costs a trip. */
  private static final long REST = TimeUnit.SECONDS.toNanos(1);

  /** Nobody waits for it, and attempts to connect are few for all servers together. */
  private static final Duration RECONNECT_MIN = Duration.ofMillis(500);

  private static final Duration RECONNECT_MAX = Duration.ofSeconds(5);

  private final Wiring wiring;
  private final Node node;
  private volatile long rested;

  Replica(Wiring wiring, ServerAddress address) {
    Login login = Login.of(wiring.options().url());
    this.wiring = wiring;
    this.rested = System.nanoTime();
    RedisOptions patient = wiring.options().withReconnect(RECONNECT_MIN, RECONNECT_MAX);
    this.node = new Node(wiring.plug(), address, () -> login, patient, this::readonly, this);
  }

  private CompletableFuture<?> readonly(Line line) {
    if (wiring.options().url().topology() != Topology.CLUSTER) {
      return CompletableFuture.completedFuture(null);
    }
    Call<List<@Nullable Object>> call =
        new Call<>(wiring.traffic(), Call.Detour.NONE, READONLY, new TreeReply());
    line.takeAside(call);
    return call.orTimeout(wiring.options().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  void start() {
    node.start();
  }

  /** Whether it may be asked. */
  boolean isReady() {
    return node.line() != null && System.nanoTime() - rested >= 0;
  }

  /** It was of no use: it is left alone for a while. */
  void rest() {
    rested = System.nanoTime() + REST;
  }

  /** Asks it; {@code null} where it does not answer well and soon. Never fails. */
  CompletableFuture<@Nullable List<@Nullable Object>> ask(Request request) {
    Line line = node.line();
    CompletableFuture<@Nullable List<@Nullable Object>> told = new CompletableFuture<>();
    if (line == null) {
      told.complete(null);
      return told;
    }
    Call<List<@Nullable Object>> call =
        new Call<>(wiring.traffic(), Replica::whole, request, new TreeReply());
    long deadline = wiring.traffic().budget(Deadline.READ);
    var unused =
        call.whenComplete(
            (reply, failed) -> {
              if (failed == null) {
                told.complete(reply);
              } else {
                failed(line, failed, System.nanoTime() - call.started >= deadline);
                told.complete(null);
              }
            });
    if (wiring.traffic().admit(call)) {
      line.take(call);
    }
    wiring.plug().later(Duration.ofNanos(deadline / PART), () -> late(told));
    return told;
  }

  /** The script is not known: its text goes the same way. */
  private static boolean whole(Call<?> call, String error) {
    Supplier<Request> whole = call.request.unknownScript();
    Line line = call.line;
    if (!error.startsWith("NOSCRIPT") || whole == null || line == null) {
      return false;
    }
    line.take(call.onward(whole.get()));
    return true;
  }

  private void late(CompletableFuture<?> told) {
    if (told.complete(null)) {
      rest();
    }
  }

  private void failed(Line line, Throwable failed, boolean silent) {
    rest();
    if (silent) {
      line.cut();
    }
    if (failed instanceof StoreFaultException && !wiring.refusal().getAndSet(true)) {
      LOG.warn("The replica at {} refuses to read: {}", node.address(), failed.getMessage());
    }
  }

  @Override
  public void up(Node same, Line line) {}

  @Override
  public void down(Node same) {}

  @Override
  public void close() {
    node.close();
  }
}
