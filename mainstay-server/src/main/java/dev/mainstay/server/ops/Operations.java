package dev.mainstay.server.ops;

import dev.mainstay.cache.CacheStats;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreWarning;
import dev.mainstay.server.http.RequestListener;
import dev.mainstay.server.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What an operator asks: {@code /health}, {@code /metrics} and {@code /v1/about}. It is made first,
 * since it hears what everything else tells; stores are shown to it when they are connected.
 */
public final class Operations implements Listener, RequestListener, Routes {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private record Watched(StoreView store, StoreInfo info) {}

  private final Version version;
  private final Metrics metrics = new Metrics();
  private final HttpMeters meters = new HttpMeters(metrics);
  private final RequestLog log = new RequestLog();
  private final RefusedWrites refused = new RefusedWrites(System::nanoTime);
  private final List<Watched> stores = new CopyOnWriteArrayList<>();
  private volatile boolean draining;

  /** Operations of this version, with no store yet. */
  public Operations(Version version) {
    this.version = version;
  }

  @Override
  public void on(Event event) {
    metrics.on(event);
    refused.on(event);
  }

  @Override
  public void answered(String id, String method, String route, int status, long nanos) {
    meters.answered(id, method, route, status, nanos);
    log.answered(id, method, route, status, nanos);
  }

  @Override
  public void cookieRefused() {
    meters.cookieRefused();
  }

  @Override
  public void decided(String limit, String outcome) {
    meters.decided(limit, outcome);
  }

  @Override
  public void opened(String cache, Supplier<CacheStats> stats) {
    meters.opened(cache, stats);
  }

  /** Shows a store, once for each role. */
  public void watch(StoreView store) {
    StoreInfo info = new StoreInfo(store, System::nanoTime);
    stores.add(new Watched(store, info));
    metrics.watch(store, info);
  }

  /** From now on this process is not ready: the requests under way are its last. */
  public void drain() {
    draining = true;
  }

  @Override
  public void install(Router router) {
    router.get("/health").handler(this::health);
    router.get("/health/live").handler(request -> answer(request, 200, live()));
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::scrape);
    router.get("/v1/about").handler(request -> answer(request, 200, about()));
  }

  private void health(RoutingContext request) {
    Future.fromCompletionStage(asked(), request.vertx().getOrCreateContext())
        .onComplete(
            asked -> {
              Health health = now();
              JsonObject body =
                  new JsonObject()
                      .put("status", health.status())
                      .put("live", true)
                      .put("ready", health.ready())
                      .put("degraded", health.degraded())
                      .put("reasons", reasons(health));
              answer(request, status(health), body);
            });
  }

  private void ready(RoutingContext request) {
    Health health = now();
    JsonObject body =
        new JsonObject()
            .put("status", health.ready() ? "up" : "down")
            .put("reasons", health.ready() ? new JsonArray() : reasons(health));
    answer(request, status(health), body);
  }

  private void scrape(RoutingContext request) {
    String accept = request.request().getHeader("Accept");
    boolean open = accept != null && accept.contains(OPEN_METRICS);
    String type = open ? OPEN_METRICS_TYPE : TEXT_TYPE;
    Future.fromCompletionStage(metrics.refresh(), request.vertx().getOrCreateContext())
        .compose(asked -> request.vertx().executeBlocking(() -> metrics.text(type), false))
        .onSuccess(text -> send(request, 200, type, text))
        .onFailure(request::fail);
  }

  private CompletableFuture<Void> asked() {
    return CompletableFuture.allOf(
        stores.stream().map(each -> each.info().refresh()).toArray(CompletableFuture<?>[]::new));
  }

  private Health now() {
    return Health.of(
        stores.stream().map(each -> new Health.Seen(each.store(), each.info())).toList(),
        refused,
        draining);
  }

  private static int status(Health health) {
    return health.ready() ? 200 : 503;
  }

  private static JsonObject live() {
    return new JsonObject().put("status", "up");
  }

  private static JsonArray reasons(Health health) {
    JsonArray all = new JsonArray();
    for (Health.Reason reason : health.reasons()) {
      JsonObject one = new JsonObject().put("code", reason.code());
      if (!reason.role().isEmpty()) {
        one.put("role", reason.role());
      }
      all.add(one.put("detail", reason.detail()));
    }
    return all;
  }

  private JsonObject about() {
    JsonObject roles = new JsonObject();
    for (Watched watched : stores) {
      StoreFacts facts = watched.store().facts();
      roles.put(
          watched.store().role(),
          new JsonObject()
              .put("kind", facts.kind())
              .put("version", facts.version())
              .put("topology", watched.store().topology().name().toLowerCase(Locale.ROOT))
              .put("serverRole", facts.role())
              .put("policy", facts.maxmemoryPolicy())
              .put("persistence", facts.persistence())
              .put("warnings", warnings(watched.store().warnings())));
    }
    return new JsonObject()
        .put("version", version.number())
        .put("commit", version.commit())
        .put("store", roles);
  }

  private static JsonArray warnings(List<StoreWarning> warnings) {
    JsonArray all = new JsonArray();
    warnings.forEach(warning -> all.add(warning.message()));
    return all;
  }

  private static void answer(RoutingContext request, int status, JsonObject body) {
    send(request, status, "application/json", body.encode());
  }

  private static void send(RoutingContext request, int status, String type, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-store")
        .end(body);
  }
}
