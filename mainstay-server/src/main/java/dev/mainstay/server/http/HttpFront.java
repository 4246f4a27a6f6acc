package dev.mainstay.server.http;

import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.config.TlsFiles;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Listens on the network: one server on each event loop, sharing the port. */
public final class HttpFront {
  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEAD = 32 * 1024;
  private static final int IDLE_SECONDS = 75;
  private static final long WATCH_MILLIS = 20;

  private final Vertx vertx;
  private final String deployment;
  private final int port;

  private HttpFront(Vertx vertx, String deployment, int port) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.port = port;
  }

  /** Listens, on as many event loops as told. */
  public static Future<HttpFront> listen(
      Vertx vertx, ServerConfig config, HttpApi api, int eventLoops) {
    AtomicInteger port = new AtomicInteger();
    HttpServerOptions options = options(config);
    return vertx
        .deployVerticle(
            () -> new Listening(options, address(config), api, config.drain(), port),
            new DeploymentOptions().setInstances(eventLoops))
        .map(id -> new HttpFront(vertx, id, port.get()));
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Takes no more connections, and ends when requests in flight have, or the drain time has. */
  public Future<Void> drain() {
    return vertx.undeploy(deployment);
  }

  private static SocketAddress address(ServerConfig config) {
    return config.port() == 0
        ? SocketAddress.sharedRandomPort(1, config.host())
        : SocketAddress.inetSocketAddress(config.port(), config.host());
  }

  private static HttpServerOptions options(ServerConfig config) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEAD)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setHttp2ClearTextEnabled(false);
    config.tls().ifPresent(tls -> secure(options, tls));
    return options;
  }

  private static void secure(HttpServerOptions options, TlsFiles tls) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString()));
  }

  private static final class Listening extends VerticleBase {
    private final HttpServerOptions options;
    private final SocketAddress address;
    private final HttpApi api;
    private final Duration drain;
    private final AtomicInteger port;
    private final Set<HttpConnection> connections = new HashSet<>();
    private @Nullable HttpServer server;

    Listening(
        HttpServerOptions options,
        SocketAddress address,
        HttpApi api,
        Duration drain,
        AtomicInteger port) {
      this.options = options;
      this.address = address;
      this.api = api;
      this.drain = drain;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      HttpServer made =
          vertx
              .createHttpServer(options)
              .connectionHandler(this::opened)
              .requestHandler(request -> api.handle(request, context))
              .invalidRequestHandler(this::invalid);
      server = made;
      return made.listen(address).onSuccess(listening -> port.set(listening.actualPort()));
    }

    @Override
    public Future<?> stop() {
      long watch = vertx.setPeriodic(WATCH_MILLIS, tick -> closeIdle());
      return Objects.requireNonNull(server)
          .shutdown(drain)
          .onComplete(any -> vertx.cancelTimer(watch));
    }

    /** Callers of HTTP/2 are told to go and may stay; with nothing in flight they need not. */
    private void closeIdle() {
      if (api.inFlight() == 0) {
        List.copyOf(connections).forEach(HttpConnection::close);
      }
    }

    private void opened(HttpConnection connection) {
      connections.add(connection);
      connection.closeHandler(closed -> connections.remove(connection));
    }

    /** What cannot be read as a request has no route, no key and no id; the rest is as ever. */
    private void invalid(HttpServerRequest request) {
      Problem problem =
          ProblemType.INVALID_VALUE.problem("The request's head is malformed or too long.");
      request
          .response()
          .setStatusCode(problem.status())
          .putHeader("Content-Type", Problem.MEDIA_TYPE)
          .putHeader("Cache-Control", "no-store")
          .putHeader("Mainstay-Request-Id", RequestId.of(null))
          .putHeader("Connection", "close")
          .end(problem.json())
          .onComplete(sent -> HangUp.soon(request, context));
    }
  }
}
