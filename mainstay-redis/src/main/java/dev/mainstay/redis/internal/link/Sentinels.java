package dev.mainstay.redis.internal.link;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.redis.RedisUrl;
import dev.mainstay.redis.ServerAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary that sentinels watch and replace. They are all asked once a second, and five times a
 * second while the primary does not answer; of what they say the view with the highest epoch is
 * {@link Believed}. So a new primary is found although the connection to the old one looks alive,
 * and whether or not anybody was told of the change.
 */
final class Sentinels implements Topology {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration UNREST = Duration.ofMillis(200);
  private static final Duration PROMOTION = Duration.ofMillis(20);

  private final Wiring wiring;
  private final String name;
  private final List<Sentinel> sentinels = new ArrayList<>();
  private final Rounds rounds;
  private final CompletableFuture<Server> found = new CompletableFuture<>();
  private volatile @Nullable Server primary;
  private final Believed believed;
  private boolean closed;

  Sentinels(Wiring wiring) {
    RedisUrl url = wiring.options().url();
    this.wiring = wiring;
    this.name = Objects.requireNonNull(url.master());
    this.rounds = new Rounds(wiring.plug(), this::pace, this::poll);
    url.servers().forEach(address -> sentinels.add(new Sentinel(wiring, address, name)));
    this.believed = new Believed(sentinels.size());
  }

  @Override
  public void start() {
    sentinels.forEach(Sentinel::start);
    rounds.start();
    StartUp startUp = new StartUp(wiring);
    // A connection, and then an answer over it.
    long patience = 2 * wiring.options().connectTimeout().toMillis();
    Server first =
        startUp.await(
            found
                .copy()
                .orTimeout(patience, TimeUnit.MILLISECONDS)
                .exceptionallyCompose(this::why));
    startUp.await(first.firstConnection());
  }

  private CompletableFuture<Server> why(Throwable late) {
    String where = wiring.options().url().toString();
    return CompletableFuture.failedFuture(
        sentinels.stream().anyMatch(Sentinel::doesNotKnow)
            ? new StoreFaultException(
                "connect",
                where + ": the sentinels watch no primary of that name; check what follows the #",
                null)
            : sentinels.stream()
                .map(Sentinel::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .<RuntimeException>map(problem -> ConnectFailure.explain(wiring.options(), problem))
                .orElseGet(
                    () ->
                        new StoreUnavailableException(
                            "connect",
                            where + ": no sentinel answers; check hosts and ports",
                            Applied.NO,
                            Duration.ofSeconds(1),
                            late)));
  }

  private void poll() {
    for (Sentinel sentinel : sentinels) {
      var unused = sentinel.ask().thenAccept(this::heard);
    }
  }

  private Duration pace() {
    Server now = primary;
    return now != null && now.line() != null ? CALM : UNREST;
  }

  /** One sentinel's view; one that is not believed changes nothing. */
  private void heard(SentinelView view) {
    List<SentinelView> all =
        sentinels.stream().map(Sentinel::view).filter(Objects::nonNull).toList();
    Server old;
    Server now;
    synchronized (this) {
      if (closed || !believed.is(view, all, System.nanoTime())) {
        return;
      }
      old = primary;
      if (old == null || !old.address().equals(view.primary())) {
        primary = new Server(wiring, view.primary(), this::isPrimary);
      }
      now = Objects.requireNonNull(primary);
    }
    Set<ServerAddress> replicas = replicas(view, all);
    now.replicasInSync(replicas.size());
    now.replicas().listed(replicas);
    if (!now.equals(old)) {
      replace(old, now);
    }
  }

  /**
   * Those that any sentinel would promote: each of them has to confirm, and one that is wrong about
   * it costs a try of a read.
   */
  private static Set<ServerAddress> replicas(SentinelView heard, List<SentinelView> all) {
    Set<ServerAddress> replicas = new HashSet<>(heard.replicas());
    for (SentinelView view : all) {
      if (view.epoch() == heard.epoch() && view.primary().equals(heard.primary())) {
        replicas.addAll(view.replicas());
      }
    }
    return replicas;
  }

  private void replace(@Nullable Server old, Server now) {
    if (old != null) {
      LOG.warn("The primary {} is at {} now, no more at {}", name, now.address(), old.address());
      old.close();
    }
    var unused = now.start();
    found.complete(now);
  }

  /** A demoted primary would answer reads of what it no longer decides. */
  private CompletableFuture<?> isPrimary(Line line) {
    Request role = new Request("connect", "ROLE", Deadline.READ, Replies.ascii("ROLE"));
    Call<List<@Nullable Object>> call =
        new Call<>(wiring.traffic(), Call.Detour.NONE, role, new TreeReply());
    line.takeAside(call);
    return call.orTimeout(wiring.options().connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(
            reply -> {
              if (!(reply.get(0) instanceof byte[] said)
                  || !new String(said, StandardCharsets.US_ASCII).equals("master")) {
                throw new StoreUnavailableException(
                    "connect",
                    "the sentinels name a primary that says it is none; wait until they agree",
                    Applied.NO,
                    CALM,
                    null);
              }
            });
  }

  @Override
  public @Nullable Server server(byte @Nullable [] key) {
    return primary;
  }

  @Override
  public List<Server> primaries() {
    Server now = primary;
    return now == null ? List.of() : List.of(now);
  }

  @Override
  public List<Server> servers() {
    return primaries();
  }

  /** The primary was demoted, or is about to be promoted. */
  @Override
  public Way onward(String error) {
    if (!error.startsWith("READONLY")) {
      return END;
    }
    rounds.soon(PROMOTION);
    return new Way.Again(PROMOTION);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    rounds.close();
    sentinels.forEach(Sentinel::close);
    Server last = primary;
    if (last != null) {
      last.close();
    }
  }
}
