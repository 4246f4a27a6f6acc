package dev.mainstay.server;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.http.HttpApi;
import dev.mainstay.server.http.HttpFront;
import dev.mainstay.server.http.RequestListener;
import dev.mainstay.server.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** A server that runs: sessions on a store, behind HTTP. */
public final class MainstayServer implements AutoCloseable {
  private final ServerConfig config;
  private final Vertx vertx;
  private final Backend backend;
  private final HttpFront front;

  private MainstayServer(ServerConfig config, Vertx vertx, Backend backend, HttpFront front) {
    this.config = config;
    this.vertx = vertx;
    this.backend = backend;
    this.front = front;
  }

  /**
   * Starts one; answers when it takes requests.
   *
   * @param mainstay opens the store, while the network is made ready; closed with the server
   * @param operations what is served beside the sessions
   * @throws InvalidValueException where the port is in use or the address is not this machine's
   */
  public static MainstayServer start(
      ServerConfig config,
      Supplier<Mainstay> mainstay,
      List<Routes> operations,
      RequestListener listener) {
    return startOn(config, () -> Backend.of(mainstay.get()), operations, listener);
  }

  /** As {@link #start}, with more to close at the end than the store. */
  static MainstayServer startOn(
      ServerConfig config,
      Supplier<? extends Backend> open,
      List<Routes> operations,
      RequestListener listener) {
    int loops = Runtime.getRuntime().availableProcessors();
    CompletableFuture<Vertx> network = CompletableFuture.supplyAsync(() -> vertx(loops));
    Backend backend;
    try {
      backend = open.get();
    } catch (RuntimeException e) {
      join(network.join().close());
      throw e;
    }
    Vertx vertx = network.join();
    try {
      HttpApi api = new HttpApi(vertx, config, backend.mainstay(), operations, listener);
      HttpFront front = join(HttpFront.listen(vertx, config, api, loops));
      return new MainstayServer(config, vertx, backend, front);
    } catch (RuntimeException e) {
      backend.close();
      join(vertx.close());
      throw e instanceof CompletionException unheard ? refused(config, unheard) : e;
    }
  }

  /** Where it answers, as in {@code http://127.0.0.1:7070}. */
  public String url() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return (config.tls().isPresent() ? "https" : "http") + "://" + host + ":" + front.port();
  }

  /** Takes no more connections, lets requests in flight end, then lets go of the store. */
  @Override
  public void close() {
    try {
      join(front.drain());
    } finally {
      backend.close();
      join(vertx.close());
    }
  }

  private static Vertx vertx(int loops) {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)))
        .build();
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** What the configuration is to blame for, told as such. */
  private static RuntimeException refused(ServerConfig config, CompletionException e) {
    String where = config.host() + ":" + config.port();
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return new InvalidValueException("host", where + " is no address; name one of this machine");
    }
    if (cause instanceof IOException && !(cause instanceof SSLException)) {
      String message = String.valueOf(cause.getMessage());
      return message.contains("in use")
          ? new InvalidValueException("port", where + " is in use; choose another with --port")
          : new InvalidValueException("host", where + " cannot be bound (" + message + ")");
    }
    return config.tls().isEmpty()
        ? e
        : new InvalidValueException(
            "tls",
            "certificate and key cannot be used together ("
                + cause.getMessage()
                + "); name a certificate and its key in PKCS#8, both in PEM, without a passphrase");
  }
}
