package dev.mainstay.bench.http;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The floor: a bare Vert.x handler that answers with the value of one Redis GET, over one shared
 * Lettuce connection with its defaults. A process of its own, as Mainstay's server is; it reads the
 * store's URL from its standard input.
 */
public final class BareServer {
  static final String KEY = "bare:session:";

  private BareServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] args) throws InterruptedException {
    RedisClient client =
        RedisClient.create(new Scanner(System.in, StandardCharsets.UTF_8).nextLine());
    RedisAsyncCommands<String, byte[]> redis =
        client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).async();
    int loops = Runtime.getRuntime().availableProcessors();
    VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
    Vertx vertx = Vertx.vertx(options.setEventLoopPoolSize(loops));
    CompletableFuture<Integer> port = new CompletableFuture<>();
    var unused =
        vertx.deployVerticle(
            () -> new Handler(redis, port), new DeploymentOptions().setInstances(loops));
    System.out.println("bare ready on http://127.0.0.1:" + port.join());
    new CountDownLatch(1).await();
  }

  private static final class Handler extends VerticleBase {
    private final RedisAsyncCommands<String, byte[]> redis;
    private final CompletableFuture<Integer> port;

    Handler(RedisAsyncCommands<String, byte[]> redis, CompletableFuture<Integer> port) {
      this.redis = redis;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      // Instances that ask for the port -1 share one that is free.
      return vertx
          .createHttpServer()
          .requestHandler(this::answer)
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port.complete(server.actualPort()))
          .onFailure(port::completeExceptionally);
    }

    private void answer(HttpServerRequest request) {
      String token = request.getHeader("Authorization");
      var unused =
          Future.fromCompletionStage(redis.get(KEY + token), context)
              .onSuccess(
                  value ->
                      request
                          .response()
                          .putHeader("Content-Type", "application/json")
                          .end(Buffer.buffer(value)))
              .onFailure(failed -> request.response().setStatusCode(500).end());
    }
  }
}
