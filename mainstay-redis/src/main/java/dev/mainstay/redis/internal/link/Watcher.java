package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.ServerAddress;
import dev.mainstay.spi.Watch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over which a server says that keys changed that were read over it: the server
 * remembers them from the {@code GET} on, and the answer to that and the word of the change come in
 * the order in which they happened. So whoever waits is entered before the key is read.
 *
 * <p>It is made when somebody first waits or keeps something near. Nobody depends on it: where it
 * is not there, or the server does not track, whoever waits has to look for himself, and nothing is
 * kept.
 */
final class Watcher implements Node.Watch, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final byte[] GET = Replies.ascii("GET");
  private static final byte[] HGETALL = Replies.ascii("HGETALL");
  private static final Request TRACK =
      new Request(
          "connect",
          "CLIENT TRACKING",
          Deadline.READ,
          Replies.ascii("CLIENT"),
          Replies.ascii("TRACKING"),
          Replies.ascii("ON"));

  /** More who wait have to look for themselves. */
  private static final int MOST = 10_000;

  /** Nobody depends on it, and attempts to connect are few for all servers together. */
  private static final Duration RECONNECT_MIN = Duration.ofMillis(500);

  private static final Duration RECONNECT_MAX = Duration.ofSeconds(5);

  private final Wiring wiring;
  private final Node node;
  private final Prover prover;
  private final Waiters waiters = new Waiters(MOST);
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean refused = new AtomicBoolean();
  private final Beats beats;
  private volatile @Nullable Generation generation;
  private volatile boolean proves;
  private volatile @Nullable CompletableFuture<?> proof;

  Watcher(Wiring wiring, ServerAddress address) {
    Login login = Login.of(wiring.options().url());
    RedisOptions patient = wiring.options().withReconnect(RECONNECT_MIN, RECONNECT_MAX);
    this.wiring = wiring;
    this.beats = new Beats(wiring.traffic());
    this.prover = new Prover(wiring, address);
    this.node = new Node(wiring.plug(), address, () -> login, patient, this::track, this);
  }

  private CompletableFuture<?> track(Line line) {
    line.hear("invalidate", this::changed);
    Call<List<@Nullable Object>> call =
        new Call<>(wiring.traffic(), Call.Detour.NONE, TRACK, new TreeReply());
    line.takeAside(call);
    return call.orTimeout(wiring.options().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** None means any. */
  private void changed(List<ByteBuffer> keys) {
    Generation now = generation;
    if (keys.isEmpty()) {
      waiters.wakeAll();
      next(now, Generation::renewed);
    } else {
      keys.forEach(waiters::wake);
    }
    if (now != null) {
      keys.forEach(now::changed);
    }
  }

  private synchronized void next(@Nullable Generation last, UnaryOperator<Generation> how) {
    if (last != null && last.equals(generation)) {
      generation = how.apply(last);
    }
  }

  /** Of what is watched here some is another server's by now. */
  void moved() {
    next(generation, Generation::lost);
  }

  private void connect() {
    if (!started.getAndSet(true)) {
      node.start();
    }
  }

  /** Reads a string, which is watched from before that on; {@code null} where that cannot be. */
  @Nullable CompletableFuture<byte @Nullable []> read(String operation, byte[] key, Watch watch) {
    Request get = new Request(operation, "GET", Deadline.READ, GET, key);
    return read(key, get, new BytesReply(), watch);
  }

  /** The same for a hash. */
  @Nullable CompletableFuture<List<byte[]>> hash(String operation, byte[] key, Watch watch) {
    Request all = new Request(operation, "HGETALL", Deadline.READ, HGETALL, key);
    return read(key, all, new FlatReply(), watch);
  }

  private <T extends @Nullable Object> @Nullable CompletableFuture<T> read(
      byte[] key, Request request, Reply<T> reply, Watch watch) {
    connect();
    Generation now = generation;
    if (now == null || now.isSilent()) {
      return null;
    }
    now.add(key, watch);
    CompletableFuture<T> read = ask(request, reply, now.line());
    var unused =
        read.whenComplete(
            (value, failed) -> {
              // Until the next proof nobody else waits for it in vain.
              if (failed instanceof StoreUnavailableException) {
                now.silent(true);
              }
            });
    return read;
  }

  /** Asks for a proof, unless the last one is on its way still; on the thread of a pulse. */
  void prove() {
    proves = true;
    connect();
    Generation now = generation;
    CompletableFuture<?> last = proof;
    if (now != null && (last == null || last.isDone())) {
      proof = prover.ask(now.line(), (verdict, sent) -> proven(now.line(), verdict, sent));
    }
  }

  private void proven(Line line, Prover.Verdict verdict, long sent) {
    if (verdict != Prover.Verdict.SAME) {
      moved();
    }
    Generation now = generation;
    if (now != null && now.line().equals(line) && verdict != Prover.Verdict.NONE) {
      now.silent(false);
      now.proof().reached(sent);
    }
  }

  /** Reads a key and watches it from then on; {@code null} where that cannot be. Never fails. */
  CompletableFuture<@Nullable Watched> watch(String operation, byte[] key) {
    connect();
    Line line = node.line();
    Waiters.Waiter waiter = line == null ? null : waiters.add(key);
    if (line == null || waiter == null) {
      return CompletableFuture.completedFuture(null);
    }
    if (!line.equals(node.line())) {
      // Whoever waited over it was woken, and perhaps before this one came.
      waiters.remove(key, waiter);
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<@Nullable Watched> told = new CompletableFuture<>();
    Runnable end = () -> waiters.remove(key, waiter);
    var unused =
        get(operation, key, line)
            .whenComplete(
                (value, failed) -> {
                  if (failed != null) {
                    end.run();
                  }
                  told.complete(failed == null ? new Watched(value, waiter.changed, end) : null);
                });
    return told;
  }

  private CompletableFuture<byte @Nullable []> get(String operation, byte[] key, Line line) {
    Request request = new Request(operation, "GET", Deadline.READ, GET, key);
    return ask(request, new BytesReply(), line);
  }

  private <T extends @Nullable Object> CompletableFuture<T> ask(
      Request request, Reply<T> reply, Line line) {
    Call<T> call = new Call<>(wiring.traffic(), Call.Detour.NONE, request, reply);
    if (wiring.traffic().admit(call)) {
      line.take(call);
    }
    return call;
  }

  /** One heartbeat; on the thread of the pulse. A connection that is silent tells no change. */
  void beat() {
    beats.beat(node.line(), proves || !waiters.isEmpty());
  }

  @Override
  public void up(Node same, Line line) {
    generation = Generation.of(line);
    proof = null;
    if (proves) {
      prove();
    }
  }

  @Override
  public void down(Node same) {
    end();
    waiters.wakeAll();
  }

  private synchronized void end() {
    Generation last = generation;
    generation = null;
    if (last != null) {
      last.lost();
    }
  }

  @Override
  public void failed(Node same, Throwable why) {
    Throwable cause = why.getCause() == null ? why : why.getCause();
    if (cause instanceof StoreFaultException && !refused.getAndSet(true)) {
      LOG.warn(
          "The server at {} does not say when keys change, so that who waits has to look: {}",
          node.address(),
          cause.getMessage());
    }
  }

  @Override
  public void close() {
    node.close();
    end();
    waiters.wakeAll();
  }
}
