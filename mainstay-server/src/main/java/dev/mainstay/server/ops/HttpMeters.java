package dev.mainstay.server.ops;

import dev.mainstay.cache.CacheStats;
import dev.mainstay.server.http.RequestListener;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Times each request by method, route template and status; a path never becomes a label. */
final class HttpMeters implements RequestListener {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int STATUSES = 600;

  private final Metrics metrics;
  private final Meters<AtomicReferenceArray<Timer>> known =
      new Meters<>((method, route) -> new AtomicReferenceArray<>(STATUSES));

  HttpMeters(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void answered(String id, String method, String route, int status, long nanos) {
    String name = METHODS.contains(method) ? method : Meters.OTHER;
    AtomicReferenceArray<Timer> timers = known.of(name, route);
    int index = Math.min(Math.max(status, 0), STATUSES - 1);
    Timer timer = timers.get(index);
    if (timer == null) {
      // The registry gives the same timer to all who ask for it at once.
      timer = metrics.request(name, route, index);
      timers.set(index, timer);
    }
    metrics.time(timer, nanos);
  }

  @Override
  public void cookieRefused() {
    metrics.cookieRefused();
  }

  @Override
  public void decided(String limit, String outcome) {
    metrics.decided(limit, outcome);
  }

  @Override
  public void opened(String cache, Supplier<CacheStats> stats) {
    metrics.opened(cache, stats);
  }
}
