package dev.mainstay.tck.twin;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Catalogue;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An engine whose answers to takes can be kept back: callers that come meanwhile wait for the next
 * call, and so share it. Rules are answered for at once from what was published, so that no walk
 * depends on how long a rule counts on the clock of the wall.
 */
final class LimitGate implements Engine, LimitStore {
  /** One rule of each kind of place where something can be counted. */
  private static final Map<String, Limit> KINDS =
      Stream.of(
              Limit.of(1, Limit.LONGEST),
              Limit.slidingLog(1, Limit.LONGEST),
              Limit.concurrency(1, Limit.LONGEST))
          .collect(Collectors.toMap(LimitOracle::kindOf, limit -> limit));

  private record Kept(CompletableFuture<Taken> told, CompletableFuture<Taken> real) {}

  private final Engine engine;
  private final LimitStore store;
  private final Tally tally;
  private final List<Kept> kept = new ArrayList<>();
  private Catalogue catalogue = new Catalogue(0, List.of());
  private boolean shut;

  LimitGate(Engine engine, Tally tally) {
    this.engine = engine;
    this.store = engine.limits();
    this.tally = tally;
  }

  /** Keeps answers back from now on. */
  void shut() {
    shut = true;
  }

  /** Gives the answers that were kept back. */
  void open() {
    shut = false;
    List<Kept> now = List.copyOf(kept);
    kept.clear();
    for (Kept one : now) {
      one.told.complete(one.real.join());
    }
  }

  /** The limits of a process that starts now, and knows the rules as they are now. */
  Limits opened(String namespace) {
    store.catalogue(namespace, -1).toCompletableFuture().join().ifPresent(now -> catalogue = now);
    // Its sessions would tick on; closing them lets limits be, and this engine too.
    try (Mainstay process = Mainstay.on(this)) {
      return process.limits(namespace);
    }
  }

  /** Nothing is counted there any more. */
  void forget(String namespace, LimitOracle.Place place) {
    LimitKey key = new LimitKey(namespace, place.name(), place.key(), place.scope());
    reset(key, Objects.requireNonNull(KINDS.get(place.kind()))).toCompletableFuture().join();
  }

  @Override
  public CompletionStage<Taken> take(TakeCall call) {
    int takes = call.runs().stream().mapToInt(TakeCall.Run::count).sum();
    tally.count("call", call.runs().size() > 1 ? "of runs" : takes > 1 ? "of one run" : "of one");
    CompletableFuture<Taken> real =
        store
            .take(call)
            .thenApply(
                taken -> {
                  tally.count("answer", taken.getClass().getSimpleName());
                  return taken;
                })
            .toCompletableFuture();
    if (!shut) {
      return real;
    }
    Kept one = new Kept(new CompletableFuture<>(), real);
    kept.add(one);
    return one.told;
  }

  @Override
  public CompletionStage<Optional<Catalogue>> catalogue(String namespace, long knownVersion) {
    return CompletableFuture.completedFuture(
        Optional.of(catalogue).filter(now -> now.version() != knownVersion));
  }

  @Override
  public CompletionStage<Integer> processes(String namespace, String process) {
    return CompletableFuture.completedFuture(1);
  }

  @Override
  public boolean isOnePlace(List<LimitKey> keys) {
    return store.isOnePlace(keys);
  }

  @Override
  public CompletionStage<Looked> look(LimitKey key, Limit limit, long version) {
    return store.look(key, limit, version);
  }

  @Override
  public CompletionStage<Taken> reserve(List<Charge> charges, long[] costs, Hold hold) {
    return store.reserve(charges, costs, hold);
  }

  @Override
  public CompletionStage<Taken> settle(
      List<Charge> charges, String name, long permits, boolean last) {
    return store.settle(charges, name, permits, last);
  }

  @Override
  public CompletionStage<List<LimitKey>> keys(
      String namespace, String limit, String prefix, int most) {
    return store.keys(namespace, limit, prefix, most);
  }

  @Override
  public CompletionStage<Boolean> reset(LimitKey key, Limit limit) {
    return store.reset(key, limit);
  }

  @Override
  public CompletionStage<Boolean> hold(LimitKey key, String lease, Duration length) {
    return store.hold(key, lease, length);
  }

  @Override
  public CompletionStage<Boolean> publish(
      String namespace, long expectedVersion, List<RuleRecord> put, List<RuleRecord> drop) {
    return store.publish(namespace, expectedVersion, put, drop);
  }

  @Override
  public SessionStore sessions() {
    return engine.sessions();
  }

  @Override
  public SessionEventStore sessionEvents() {
    return engine.sessionEvents();
  }

  @Override
  public SessionInvalidations sessionInvalidations() {
    return engine.sessionInvalidations();
  }

  @Override
  public LimitStore limits() {
    return this;
  }

  @Override
  public CacheStore cache() {
    return engine.cache();
  }

  @Override
  public Invalidations invalidations() {
    return engine.invalidations();
  }

  @Override
  public StoreClock clock() {
    return engine.clock();
  }

  @Override
  public void close() {
    // The engine is the caller's.
  }
}
