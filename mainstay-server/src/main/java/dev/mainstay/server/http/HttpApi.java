package dev.mainstay.server.http;

import dev.mainstay.Mainstay;
import dev.mainstay.http.ProblemType;
import dev.mainstay.server.config.PolicyConfig;
import dev.mainstay.server.config.ServerConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP API. Every request passes the same gate (host, key) and gets the same fields; then it
 * meets its resource, or the router where operations have installed theirs.
 *
 * <p>Resources are found by a table of our own: the router decodes and normalises paths, which ids
 * with slashes in them do not survive, and it costs more than the rest of a small request.
 */
public final class HttpApi {
  private static final Buffer NOTHING = Buffer.buffer();

  private final Access access;
  private final HostGuard hosts;
  private final Bodies bodies;
  private final Resources resources;
  private final List<String> routes;
  private final RequestListener listener;
  private final Router router;
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Where requests go that no resource knows. */
  @FunctionalInterface
  interface Next {
    void handle(HttpServerRequest request);
  }

  /**
   * The API on some sessions.
   *
   * @param operations what is installed beside the resources
   */
  public HttpApi(
      Vertx vertx,
      ServerConfig config,
      Mainstay mainstay,
      List<Routes> operations,
      RequestListener listener) {
    this.access = new Access(config.apiKeys());
    this.hosts = new HostGuard(config.trustedHosts());
    this.bodies = new Bodies(config.bodyLimit());
    this.listener = listener;
    Tokens tokens =
        new Tokens(
            config.policies().values().stream().map(PolicyConfig::cookie).toList(), listener);
    List<Resource> all = new ArrayList<>();
    OpenSessions open = OpenSessions.of(mainstay, config);
    all.addAll(new SessionApi(open, config.policies(), config.origins(), tokens).resources());
    all.addAll(new UserApi(mainstay).resources());
    OpenLimits limits = new OpenLimits(mainstay, config.limits());
    all.addAll(new LimitApi(limits, listener).resources());
    all.addAll(new ReservationApi(limits, listener).resources());
    all.addAll(new TalkerApi(limits).resources());
    all.addAll(new RuleApi(limits).resources());
    OpenCaches caches = new OpenCaches(mainstay, config, listener);
    all.addAll(new CacheAdminApi(caches).resources());
    all.addAll(new CacheManyApi(caches).resources());
    all.addAll(new CacheApi(caches).resources());
    this.resources = new Resources(all);
    this.routes = names(all);
    this.router = RouterProblems.on(Router.router(vertx));
    operations.forEach(each -> each.install(router));
  }

  /** The resources' methods and templates, as in {@code GET /v1/users/{user}/sessions}. */
  public List<String> routes() {
    return routes;
  }

  /** How many requests have come and are not answered. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Answers one request; to be called on the event loop of the context. */
  public void handle(HttpServerRequest request, Context context) {
    Exchange exchange = new Exchange(request, context, listener, inFlight);
    try {
      Resources.Match match = resources.find(Heads.path(request), request.method());
      admit(request);
      if (match == null) {
        if (!isPublic(request)) {
          access.grant(request.headers());
        }
        exchange.handOver(router::handle);
      } else {
        Access.Grant grant = access.grant(request.headers());
        meet(exchange, match, grant);
      }
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
  }

  private void meet(Exchange exchange, Resources.Match match, Access.Grant grant) {
    HttpServerRequest request = exchange.request();
    Resource resource = match.resource();
    Resource.Endpoint endpoint = resource.endpoint(request.method());
    if (endpoint == null) {
      exchange.isFor(resource);
      exchange.answer(otherMethod(request.method(), resource));
      return;
    }
    exchange.isFor(resource, endpoint);
    String namespace = Heads.namespace(request, grant);
    Resource.Action action = endpoint.action();
    List<String> variables = match.variables();
    if (endpoint.body() != Resource.Body.NONE) {
      request.exceptionHandler(hungUp -> exchange.abandon());
    }
    switch (endpoint.body()) {
      case NONE ->
          exchange.answer(action.act(new Call(request, grant, namespace, variables, "", NOTHING)));
      case JSON ->
          bodies.json(
              request,
              body ->
                  exchange.answer(
                      action.act(new Call(request, grant, namespace, variables, body, NOTHING))),
              exchange::fail);
      case BYTES ->
          bodies.bytes(
              request,
              body ->
                  exchange.answer(
                      action.act(new Call(request, grant, namespace, variables, "", body))),
              exchange::fail);
    }
  }

  private static Answer otherMethod(HttpMethod method, Resource resource) {
    String allow = String.join(", ", resource.methods());
    if (method.equals(HttpMethod.OPTIONS)) {
      return new Answer.Content(204, null, Map.of("Allow", allow));
    }
    return Answer.of(
        ProblemType.METHOD_NOT_ALLOWED
            .problem("Allowed are " + allow + ".")
            .with("allowed", resource.methods())
            .withHeader("Allow", allow));
  }

  private void admit(HttpServerRequest request) {
    if (access.isOpen()) {
      HostAndPort authority = request.authority();
      hosts.check(authority == null ? null : authority.host());
    }
  }

  /** Probes and the description of the API tell nothing that is worth a key. */
  private static boolean isPublic(HttpServerRequest request) {
    String path = Heads.path(request);
    return path.equals("/health") || path.startsWith("/health/") || path.equals("/openapi.json");
  }

  private static List<String> names(List<Resource> resources) {
    List<String> names = new ArrayList<>();
    for (Resource resource : resources) {
      for (String method : resource.methods()) {
        names.add(method + " " + resource.template());
      }
    }
    return List.copyOf(names);
  }
}
