package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.ServerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of a primary, for reads that may lag by a bounded while.
 *
 * <p>With each beat the primary is asked how far its stream of writes is, see {@link Samples}. A
 * replica is asked how far it has come by the very script that reads: nothing can come between the
 * two. Its answer counts if it follows that stream, is connected to its primary, and has reached a
 * position that the primary told no longer ago than the caller allows. How old the answer is
 * follows from that alone; a replica that lags, stands still, was cut off or follows another
 * primary proves nothing.
 *
 * <p>An answer without content counts for none. While a slot is on its way to another primary its
 * replicas lack the keys that have gone already, and say that there are none; a key that is there
 * had not gone when the position was told. And of a primary that has just got a slot no earlier
 * position counts: what was written elsewhere meanwhile is not in it.
 *
 * <p>Nothing of this costs anybody who does not read so: samples and connections begin with the
 * first such read, and end when there was none for a while.
 */
final class Replicas implements AutoCloseable {

  /** Whether what a replica says of itself proves its answer. */
  interface Proof {
    boolean holds(Map<String, String> info, long allowedNanos);
  }

  /** More would be connections for nothing: one answers as much as its primary. */
  private static final int MOST = 2;

  /** With the usual heartbeat the positions of a minute. */
  private static final int SAMPLES = 120;

  private static final long SAMPLED = Duration.ofMinutes(1).toNanos();
  private static final long KEPT = Duration.ofMinutes(10).toNanos();
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private static final Request INFO =
      new Request(
          "link.sample",
          "INFO",
          Deadline.READ,
          Replies.ascii("INFO"),
          Replies.ascii("replication"));

  private final Wiring wiring;
  private final Supplier<@Nullable Line> primary;
  private final Samples samples = new Samples(SAMPLES, System.nanoTime());
  private final Map<ServerAddress, Replica> open = new LinkedHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Proof proof = this::isProven;
  private volatile List<Replica> asked = List.of();
  private volatile boolean wanted;
  private volatile long used;
  private Set<ServerAddress> listed = Set.of();
  private boolean closed;

  /**
   * @param primary the connection to their primary, {@code null} while there is none
   */
  Replicas(Wiring wiring, Supplier<@Nullable Line> primary) {
    this.wiring = wiring;
    this.primary = primary;
  }

  /** The topology was looked at: these follow the primary and are not known to be down. */
  synchronized void listed(Collection<ServerAddress> addresses) {
    Set<ServerAddress> now = Set.copyOf(addresses);
    if (now.equals(listed) || closed) {
      return;
    }
    listed = now;
    open.entrySet().removeIf(entry -> !now.contains(entry.getKey()) && close(entry.getValue()));
    if (wanted) {
      connect();
    }
    asked = List.copyOf(open.values());
  }

  /** The primary decides about more than before: no earlier position counts. */
  void grown() {
    samples.forget(System.nanoTime());
  }

  /**
   * Asks a replica; {@code null} where none proves that it lags by no more than is allowed. Never
   * fails.
   *
   * @param request answered with the section {@code replication} of INFO, and what was read
   */
  CompletableFuture<@Nullable List<@Nullable Object>> ask(Request request, Duration allowed) {
    want();
    long nanos = (allowed.compareTo(FOR_EVER) > 0 ? FOR_EVER : allowed).toNanos();
    Replica replica = samples.youngest(System.nanoTime()) > nanos ? null : next();
    return replica == null
        ? CompletableFuture.completedFuture(null)
        : replica.ask(request).thenApply(reply -> proven(replica, reply, nanos));
  }

  private @Nullable Replica next() {
    List<Replica> some = asked;
    int first = turn.getAndIncrement() & Integer.MAX_VALUE;
    for (int i = 0; i < some.size(); i++) {
      Replica replica = some.get((first % some.size() + i) % some.size());
      if (replica.isReady()) {
        return replica;
      }
    }
    return null;
  }

  private @Nullable List<@Nullable Object> proven(
      Replica replica, @Nullable List<@Nullable Object> reply, long allowed) {
    if (reply == null || reply.isEmpty() || !(reply.get(0) instanceof byte[] info)) {
      return null;
    }
    if (!proof.holds(Replies.info(info), allowed)) {
      if (samples.youngest(System.nanoTime()) <= allowed) {
        replica.rest();
      }
      return null;
    }
    return reply.size() == 1 ? null : reply.subList(1, reply.size());
  }

  private boolean isProven(Map<String, String> info, long allowed) {
    Position position = Position.ofReplica(info);
    return position != null && samples.age(position, System.nanoTime()) <= allowed;
  }

  /** The planted fault: for tests that look for what a proof prevents. */
  void believe() {
    proof = (info, allowed) -> true;
  }

  private void want() {
    used = System.nanoTime();
    if (wanted) {
      return;
    }
    synchronized (this) {
      if (wanted || closed) {
        return;
      }
      wanted = true;
      connect();
      asked = List.copyOf(open.values());
    }
    sample();
  }

  /** Connects to any of those that are listed, so that many processes share the work out. */
  private void connect() {
    List<ServerAddress> some = new ArrayList<>(listed);
    Collections.shuffle(some);
    for (ServerAddress address : some) {
      if (open.size() < MOST && !open.containsKey(address)) {
        Replica replica = new Replica(wiring, address);
        open.put(address, replica);
        replica.start();
      }
    }
  }

  /** One heartbeat; on the thread of the pulse. */
  void beat() {
    if (!wanted) {
      return;
    }
    long idle = System.nanoTime() - used;
    if (idle > KEPT) {
      letGo();
    } else if (idle < SAMPLED) {
      sample();
    }
  }

  private void sample() {
    Line line = primary.get();
    if (line == null || asked.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    Call<byte @Nullable []> call =
        new Call<>(wiring.traffic(), Call.Detour.NONE, INFO, new BytesReply());
    var unused = call.thenAccept(reply -> heard(now, Position.ofPrimary(Replies.info(reply))));
    line.takeAside(call);
  }

  private void heard(long sent, @Nullable Position position) {
    if (position != null) {
      samples.add(sent, position);
    }
  }

  private synchronized void letGo() {
    wanted = false;
    asked = List.of();
    open.values().forEach(Replica::close);
    open.clear();
  }

  private static boolean close(Replica replica) {
    replica.close();
    return true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      letGo();
    }
    samples.forget(System.nanoTime());
  }
}
