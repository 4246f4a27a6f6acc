package dev.mainstay.server.ops;

import dev.mainstay.cache.CacheStats;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What Prometheus is told: counts and times of events, and the stores as they are at a scrape. */
final class Metrics implements Listener {
  /** Bounds for a store that answers in a tenth of a millisecond, and for one that does not. */
  private static final Duration[] BOUNDS =
      List.of(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 250_000, 1_000_000).stream()
          .map(micros -> Duration.ofNanos(micros * 1_000L))
          .toArray(Duration[]::new);

  private static final String TOUCHES = "Uses of sessions that the store refused to note";
  private static final String PAYLOADS = "Stored bytes that were not what Mainstay writes";
  private static final String LINKS = "How often the link to a store came to be in a state";
  private static final String EVENTS = "Events of sessions that were handed to a listener";
  private static final String HEARD =
      "Invalidations that other services published: heard, foreign, or missed for a while";
  private static final String DECISIONS = "Takes of limits by what was decided";

  /** Callers choose the names of limits; the others share one. */
  private static final int MOST_LIMITS = 100;

  private static final String COOKIES =
      "Requests that brought two session cookies, or one too long; none was tried";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CacheMeters caches = new CacheMeters(registry);
  private final List<StoreMeters> stores = new CopyOnWriteArrayList<>();
  private final AtomicBoolean scraped = new AtomicBoolean();
  private final Meters<Timer> operations = new Meters<>(this::operation);
  private final Meters<Meters<Timer>> calls;
  private final Meters<Counter> refusedTouches;
  private final Meters<Counter> rejectedPayloads;
  private final Meters<Counter> linkChanges;
  private final Meters<Counter> sessionEvents;
  private final Meters<Counter> heardInvalidations;
  private final Meters<Counter> decisions;
  private final Counter refusedCookies;

  Metrics() {
    calls =
        new Meters<>(
            (role, command) -> new Meters<>((same, outcome) -> call(role, command, outcome)));
    refusedTouches =
        new Meters<>((all, why) -> counter("mainstay.touch.refused", TOUCHES, "why", why));
    rejectedPayloads =
        new Meters<>((all, what) -> counter("mainstay.payload.rejected", PAYLOADS, "what", what));
    linkChanges =
        new Meters<>(
            (role, state) ->
                counter("mainstay.store.link.changes", LINKS, "role", role, "state", state));
    sessionEvents =
        new Meters<>(
            (kind, outcome) ->
                counter("mainstay.session.event", EVENTS, "kind", kind, "outcome", outcome));
    heardInvalidations =
        new Meters<>(
            MOST_LIMITS,
            (cache, outcome) ->
                counter(
                    "mainstay.cache.invalidation.heard",
                    HEARD,
                    "cache",
                    cache,
                    "outcome",
                    outcome));
    decisions =
        new Meters<>(
            MOST_LIMITS,
            (limit, outcome) ->
                counter("mainstay.limit.decision", DECISIONS, "limit", limit, "outcome", outcome));
    refusedCookies = counter("mainstay.session.cookie.refused", COOKIES);
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.OperationEnded ended) {
      time(operations.of(ended.operation(), ended.outcome()), ended.nanos());
    } else if (event instanceof Event.StoreCallEnded ended) {
      time(calls.of(ended.role(), ended.command()).of("", ended.outcome()), ended.nanos());
    } else if (event instanceof Event.TouchRefused refused) {
      refusedTouches.of("", refused.why()).increment();
    } else if (event instanceof Event.PayloadRejected rejected) {
      rejectedPayloads.of("", rejected.what()).increment();
    } else if (event instanceof Event.LinkChanged changed) {
      linkChanges.of(changed.role(), changed.state()).increment();
    } else if (event instanceof Event.SessionEventTold told) {
      sessionEvents.of(told.kind(), told.outcome()).increment();
    } else if (event instanceof Event.InvalidationHeard heard) {
      heardInvalidations.of(heard.cache(), heard.outcome()).increment();
    }
  }

  void cookieRefused() {
    refusedCookies.increment();
  }

  void decided(String limit, String outcome) {
    decisions.of(limit, outcome).increment();
  }

  void opened(String cache, Supplier<CacheStats> stats) {
    caches.add(cache, stats);
  }

  void time(Timer timer, long nanos) {
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The time of requests by method, route template and status. */
  Timer request(String method, String route, int status) {
    return timer("mainstay.http.request", "HTTP requests, until the answer was sent")
        .tags("method", method, "route", route, "status", Integer.toString(status))
        .register(registry);
  }

  /** Tells of a store from now on. */
  void watch(StoreView store, StoreInfo info) {
    stores.add(new StoreMeters(registry, store, info));
  }

  /** Asks each store how it is, unless that is known; ends within {@link Asked#DEADLINE}. */
  CompletableFuture<Void> refresh() {
    return CompletableFuture.allOf(
        stores.stream().map(StoreMeters::refresh).toArray(CompletableFuture<?>[]::new));
  }

  /** All of it as it stands, in the format that the media type names. Takes milliseconds. */
  String text(String mediaType) {
    if (!scraped.getAndSet(true)) {
      // Only who is scraped pays for these.
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
    }
    return registry.scrape(mediaType);
  }

  private Timer operation(String operation, String outcome) {
    return timer("mainstay.operation", "Operations, as long as the caller waited")
        .tags("operation", operation, "outcome", outcome)
        .register(registry);
  }

  private Timer call(String role, String command, String outcome) {
    return timer("mainstay.store.call", "Calls to a store, from sending to the answer")
        .tags("role", role, "command", command, "outcome", outcome)
        .register(registry);
  }

  private static Timer.Builder timer(String name, String about) {
    return Timer.builder(name).description(about).serviceLevelObjectives(BOUNDS);
  }

  private Counter counter(String name, String about, String... tags) {
    return Counter.builder(name).description(about).tags(tags).register(registry);
  }
}
