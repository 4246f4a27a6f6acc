package dev.mainstay.redis.internal.sessions;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Tracking;
import dev.mainstay.spi.Watch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of namespaces, known without asking each time.
 *
 * <p>A session is dead if its epoch is below its namespace's. Reading that epoch with every find
 * would be a second command and a third of the throughput. So each heartbeat reads it, and a
 * reading counts for a while from the moment it was sent; older than that, the find asks along. A
 * revocation of the namespace moves the epoch and answers a little more than that while later: by
 * then every reading taken before it has run out, in every process, whatever became of its
 * connection. No clocks are compared; each process measures the while by itself.
 *
 * <p>The epoch is kept in copies, and a revocation answers when all are written: so any of them
 * tells, and a cluster that lost a primary goes on with the others.
 */
final class Epochs {
  /** Unknown, or known from too long ago. */
  static final long UNKNOWN = -1;

  /** For so long a reading counts: the same in every process, whatever its heartbeat. */
  static final Duration VALIDITY = Duration.ofMillis(1_500);

  private static final int MOST_NAMESPACES = 1_000;

  private final Link link;
  private final Duration validity;
  private final Map<String, View> views = new ConcurrentHashMap<>();

  /** An epoch and when it was asked for; one value, so that neither is read without the other. */
  private record Reading(long epoch, long askedNanos) {
    boolean counts(long now, long validNanos) {
      return now - askedNanos < validNanos;
    }

    /** The later of two readings. Epochs only grow: an overtaken answer brings no old one back. */
    Reading or(Reading other) {
      if (other.epoch != epoch) {
        return other.epoch > epoch ? other : this;
      }
      return other.askedNanos - askedNanos > 0 ? other : this;
    }
  }

  /** What is known of one namespace. */
  private static final class View {
    final AtomicReference<Reading> reading;
    volatile boolean used = true;

    /** What keeps it from being forgotten; used where the view is looked up. */
    private final List<Watch> watches = new ArrayList<>();

    View(Reading first) {
      reading = new AtomicReference<>(first);
    }

    View watchedBy(Watch now) {
      watches.removeIf(Watch::isOver);
      watches.add(now);
      return this;
    }

    boolean isWatched() {
      return watches.stream().anyMatch(watch -> !watch.isOver());
    }
  }

  Epochs(Link link, Duration validity) {
    this.link = link;
    this.validity = validity;
  }

  /** After so long a revocation is known everywhere, also where clocks run a little apart. */
  Duration knownEverywhere() {
    return validity.plus(validity.dividedBy(20));
  }

  /** The epoch as far as it is known now; {@link #UNKNOWN} where it has to be asked for. */
  long known(String namespace) {
    View view = views.get(namespace);
    if (view == null) {
      return UNKNOWN;
    }
    if (!view.used) {
      view.used = true;
    }
    Reading reading = view.reading.get();
    return reading.counts(System.nanoTime(), validity.toNanos()) ? reading.epoch : UNKNOWN;
  }

  /**
   * Goes on with the epoch, which is asked for only where it is not known; one deadline for all.
   */
  <T> CompletionStage<T> then(
      String operation,
      Deadline deadline,
      String namespace,
      byte[] key,
      LongFunction<CompletionStage<T>> goOn) {
    long known = known(namespace);
    if (known != UNKNOWN) {
      return goOn.apply(known);
    }
    long since = System.nanoTime();
    return ask(operation, namespace, key)
        .thenCompose(
            epoch ->
                link.second(operation, deadline, since, goOn.apply(epoch).toCompletableFuture()));
  }

  /** Asks for the epoch, where possible the server that has the key. */
  CompletionStage<Long> ask(String operation, String namespace, byte[] key) {
    return read(operation, namespace, link.beside(key, SessionKeys.epochs(namespace)));
  }

  /**
   * Reads the epoch of any server that is connected to and has it watched. Whatever is found after
   * that is found with an epoch that is no older, for as long as it is watched: a revocation that
   * has written some of the copies may show this one as it will be and the next as it was.
   */
  CompletionStage<Void> watch(String namespace, Tracking tracking, Watch watch) {
    List<byte[]> copies = SessionKeys.epochs(namespace);
    List<byte[]> connected = link.spread(copies);
    // Another one each time: one that does not answer may be connected to still.
    byte[] any =
        connected.isEmpty()
            ? copies.get(0)
            : connected.get(ThreadLocalRandom.current().nextInt(connected.size()));
    long asked = System.nanoTime();
    return tracking
        .read("sessions.epoch", any, watch)
        .thenAccept(value -> watched(namespace, asked, parse(value), watch));
  }

  private CompletionStage<Long> read(String operation, String namespace, byte[] copy) {
    long asked = System.nanoTime();
    return link.get(operation, copy).thenApply(value -> seen(namespace, asked, parse(value)));
  }

  /** Asks every server for every epoch in use; called with each heartbeat. */
  CompletableFuture<?> beat() {
    CompletableFuture<?>[] asked =
        views.entrySet().stream()
            .filter(entry -> isUsed(entry.getKey(), entry.getValue()))
            .flatMap(entry -> readAll(entry.getKey()))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(asked);
  }

  private Stream<CompletableFuture<Long>> readAll(String namespace) {
    return link.spread(SessionKeys.epochs(namespace)).stream()
        .map(copy -> read("sessions.epoch", namespace, copy).toCompletableFuture());
  }

  /** Kept however many there are: each watch is that of one {@code Sessions} of the application. */
  void watched(String namespace, long askedNanos, long epoch, Watch watch) {
    Reading reading = new Reading(epoch, askedNanos);
    View view =
        views.compute(
            namespace,
            (any, known) -> (known == null ? new View(reading) : known).watchedBy(watch));
    view.reading.accumulateAndGet(reading, Reading::or);
  }

  /**
   * Whether to ask; drops a namespace that nobody asked about while its last reading counted,
   * unless it is watched.
   */
  private boolean isUsed(String namespace, View view) {
    if (view.used) {
      view.used = false;
      return true;
    }
    if (!view.reading.get().counts(System.nanoTime(), validity.toNanos())) {
      views.computeIfPresent(namespace, (any, known) -> known.isWatched() ? known : null);
    }
    return false;
  }

  /** Takes note of a reading; the epoch as it is best known now. */
  long seen(String namespace, long askedNanos, long epoch) {
    Reading reading = new Reading(epoch, askedNanos);
    if (views.size() >= MOST_NAMESPACES && !views.containsKey(namespace)) {
      return epoch;
    }
    View view = views.computeIfAbsent(namespace, any -> new View(reading));
    return view.reading.accumulateAndGet(reading, Reading::or).epoch;
  }

  private static long parse(byte @Nullable [] value) {
    try {
      return value == null ? 0 : Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    } catch (NumberFormatException foreign) {
      throw new StoreFaultException(
          "sessions.epoch", "the epoch of a namespace is no number; delete its key", foreign);
    }
  }
}
