package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.ServerAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is published, over a connection of its own to one of the servers: each tells all that
 * is published at any. When that one is no primary any more it is left for another. Whatever is
 * published between two connections is missed, and who listens hears that it may have been.
 *
 * <p>With RESP3 a subscription is answered by a push, as messages are, so that it needs no kind of
 * connection of its own.
 */
public final class Broadcasts implements AutoCloseable {

  /** Hears messages; called on event loops, and must not block. */
  public interface Hearer {
    /** A message came over a channel that the pattern matches. */
    void heard(byte[] channel, byte[] text);

    /** From now on it hears. */
    void listens();

    /** For now it does not. */
    void deaf();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** Nobody waits for it, and attempts to connect are few for all servers together. */
  private static final Duration RECONNECT_MIN = Duration.ofMillis(250);

  private static final Duration RECONNECT_MAX = Duration.ofSeconds(2);

  private final Wiring wiring;
  private final Topology topology;
  private final Beats beats;
  private final List<Ear> ears = new CopyOnWriteArrayList<>();
  private @Nullable Node node;
  private boolean closed;

  /** That something is heard over a connection, once the server has answered. */
  private record Subscription(Line line, CompletableFuture<Void> answered) {}

  /** Who hears. */
  private static final class Ear {
    final byte[] pattern;
    final Hearer hearer;

    /** The server does not let this user hear it; others are heard all the same. */
    volatile boolean refused;

    /** Where it is subscribed, or was last. */
    final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

    Ear(byte[] pattern, Hearer hearer) {
      this.pattern = pattern;
      this.hearer = hearer;
    }

    boolean isOf(ByteBuffer other) {
      return other.equals(ByteBuffer.wrap(pattern));
    }
  }

  Broadcasts(Wiring wiring, Topology topology) {
    this.wiring = wiring;
    this.topology = topology;
    this.beats = new Beats(wiring.traffic());
  }

  /**
   * Hears from now on, whatever becomes of the connection, until it is run.
   *
   * @param pattern as PSUBSCRIBE takes it
   */
  public Runnable hear(byte[] pattern, Hearer hearer) {
    Ear ear = new Ear(pattern, hearer);
    Node now = connect();
    synchronized (this) {
      ears.add(ear);
      Line line = now == null ? null : now.line();
      if (line != null) {
        // Else a connection that comes up subscribes it.
        listen(line, ear);
      }
    }
    return () -> leave(ear);
  }

  private void listen(Line line, Ear ear) {
    var unused =
        subscribe(line, ear)
            .whenComplete(
                (done, failed) -> {
                  if (failed != null) {
                    // What is refused has two answers: nothing that comes after is in its place.
                    line.cut();
                    return;
                  }
                  ear.hearer.listens();
                  if (!line.isOpen()) {
                    // Its end may have been told before.
                    ear.hearer.deaf();
                  }
                });
  }

  private void leave(Ear ear) {
    synchronized (this) {
      Line line = node == null ? null : node.line();
      if (!ears.remove(ear)) {
        return;
      }
      boolean last = ears.stream().noneMatch(other -> other.isOf(ByteBuffer.wrap(ear.pattern)));
      if (last && line != null) {
        line.takeAside(call("PUNSUBSCRIBE", ear.pattern));
      }
    }
    ear.hearer.deaf();
  }

  /** One heartbeat; on the thread of the pulse. */
  void beat() {
    Node now = ears.isEmpty() ? null : connect();
    beats.beat(now == null ? null : now.line(), true);
  }

  /** The connection to a server that is one still. */
  private synchronized @Nullable Node connect() {
    Node now = node;
    List<ServerAddress> all = topology.primaries().stream().map(Server::address).toList();
    if (closed || all.isEmpty() || (now != null && all.contains(now.address()))) {
      return now;
    }
    if (now != null) {
      now.close();
      deaf();
    }
    ServerAddress address =
        all.stream().min(Comparator.comparing(ServerAddress::toString)).orElseThrow();
    Login login = Login.of(wiring.options().url());
    Node next =
        new Node(
            wiring.plug(),
            address,
            () -> login,
            wiring.options().withReconnect(RECONNECT_MIN, RECONNECT_MAX),
            this::subscribe,
            new Watched());
    node = next;
    return next.start();
  }

  /** Nobody is told that he hears before the connection is the one in use. */
  private CompletableFuture<?> subscribe(Line line) {
    line.hear("pmessage", this::heard);
    return CompletableFuture.allOf(
            ears.stream()
                .filter(ear -> !ear.refused)
                .map(ear -> subscribe(line, ear))
                .toArray(CompletableFuture<?>[]::new))
        .orTimeout(wiring.options().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<?> subscribe(Line line, Ear ear) {
    Subscription fresh = new Subscription(line, new CompletableFuture<>());
    Subscription before =
        ear.subscription.getAndUpdate(
            known -> known != null && known.line.equals(line) ? known : fresh);
    if (before != null && before.line.equals(line)) {
      return before.answered;
    }
    Call<List<@Nullable Object>> call = call("PSUBSCRIBE", ear.pattern);
    line.takeAside(call);
    var unused =
        call.whenComplete(
            (pong, failed) -> {
              if (failed == null) {
                fresh.answered.complete(null);
              } else {
                refused(ear, failed);
                fresh.answered.completeExceptionally(failed);
              }
            });
    return fresh.answered;
  }

  private static void refused(Ear ear, Throwable why) {
    if (why instanceof StoreFaultException && !ear.refused) {
      ear.refused = true;
      LOG.warn(
          "This user may not hear {}: {}",
          new String(ear.pattern, StandardCharsets.UTF_8),
          why.getMessage());
    }
  }

  private Call<List<@Nullable Object>> call(String command, byte[] pattern) {
    byte[] verb = Replies.ascii(command);
    Request request =
        new Request("link.hear", command, Deadline.READ, verb, pattern).answeredByPush();
    return new Call<>(wiring.traffic(), Call.Detour.NONE, request, new TreeReply());
  }

  /** Of a pattern, a channel and a text. */
  private void heard(List<ByteBuffer> content) {
    if (content.size() != 3) {
      return;
    }
    for (Ear ear : ears) {
      if (ear.isOf(content.get(0))) {
        ear.hearer.heard(content.get(1).array(), content.get(2).array());
      }
    }
  }

  private void deaf() {
    ears.forEach(ear -> ear.hearer.deaf());
  }

  /** Hears of the end of the connection. */
  private final class Watched implements Node.Watch {
    @Override
    public void up(Node same, Line line) {
      for (Ear ear : ears) {
        if (!ear.refused) {
          listen(line, ear);
        }
      }
    }

    @Override
    public void down(Node same) {
      deaf();
    }
  }

  @Override
  public void close() {
    Node last;
    synchronized (this) {
      closed = true;
      last = node;
    }
    if (last != null) {
      last.close();
    }
  }
}
