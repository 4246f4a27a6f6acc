package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.RedisUrl;
import dev.mainstay.redis.ServerAddress;
import dev.mainstay.redis.TlsOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens connections by Lettuce, with the settings that make it safe here. Its defaults send again
 * after a reconnect, queue without bound while disconnected and wait 60 s; none of that may happen
 * to state. It makes no connection again by itself either: where to is a question of the topology.
 */
final class Plug implements NettyCustomizer, AutoCloseable {
  private static final Duration TCP_IDLE = Duration.ofSeconds(5);
  private static final Duration TCP_DEAD = Duration.ofSeconds(5);
  private static final int CLOSE_NOTIFY_MILLIS = 100;

  /** So many writes at most wait for each other. */
  private static final int FLUSHES = 256;

  /** So far apart at least are two attempts to connect again, to whatever servers: 15 a second. */
  private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1) / 15;

  private final RedisOptions options;
  private final Traffic traffic;
  private final ClientResources resources;
  private final RedisClient client;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();

  /** Those that are being made, and whether they are ready. */
  private final Map<Object, CompletableFuture<Void>> active =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final AtomicLong lastAttempt = new AtomicLong(System.nanoTime() - PACE_NANOS);

  Plug(RedisOptions options, Traffic traffic) {
    this.options = options;
    this.traffic = traffic;
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .nettyCustomizer(this)
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(clientOptions(options));
    client.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisConnected(RedisChannelHandler<?, ?> fresh, SocketAddress address) {
            active(fresh).complete(null);
          }
        });
  }

  /** Connects and logs in, within the options' connect timeout. Fails in no other way. */
  CompletableFuture<Line> open(ServerAddress address, Login login) {
    try {
      return client
          .connectAsync(ByteArrayCodec.INSTANCE, uri(address, login))
          .toCompletableFuture()
          .thenCompose(this::activated);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Lettuce may say that it is connected on another thread than the one that makes the connection
   * ready for commands, and a moment earlier: it would refuse them.
   */
  private CompletableFuture<Line> activated(StatefulRedisConnection<byte[], byte[]> connection) {
    return active(connection)
        .orTimeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (ready, late) -> {
              active.remove(connection);
              Line line = noted(new Line(traffic, connection));
              if (late != null) {
                line.cut();
                throw new CompletionException(late);
              }
              return line;
            });
  }

  private CompletableFuture<Void> active(Object connection) {
    return active.computeIfAbsent(connection, any -> new CompletableFuture<>());
  }

  private Line noted(Line line) {
    lines.add(line);
    var unused =
        line.ended()
            .thenRun(line::cut)
            .thenCompose(cut -> line.closed())
            .thenRun(() -> lines.remove(line));
    return line;
  }

  /** Runs something later, unless this is closed by then. It must not block. */
  void later(Duration wait, Runnable action) {
    try {
      var unused =
          resources.eventExecutorGroup().schedule(action, wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return;
    }
  }

  /** How long to wait before one more attempt to connect again, so that no storm comes of it. */
  Duration pace() {
    long now = System.nanoTime();
    long slot =
        lastAttempt.updateAndGet(last -> last + PACE_NANOS - now > 0 ? last + PACE_NANOS : now);
    return Duration.ofNanos(slot - now);
  }

  private RedisURI uri(ServerAddress address, Login login) {
    RedisUrl url = options.url();
    RedisURI.Builder builder =
        address.socket() != null
            ? RedisURI.Builder.socket(address.socket())
            : RedisURI.Builder.redis(address.host(), address.port())
                .withSsl(url.tls())
                .withVerifyPeer(options.tls().verify());
    // Without commands' own timeouts this one is left to the login alone.
    builder.withTimeout(options.connectTimeout());
    builder.withDatabase(login.database()).withClientName(options.clientName());
    if (login.password() != null && login.user() != null) {
      builder.withAuthentication(login.user(), login.password().toCharArray());
    } else if (login.password() != null) {
      builder.withPassword(login.password().toCharArray());
    }
    return builder.build();
  }

  private static ClientOptions clientOptions(RedisOptions options) {
    ClientOptions.Builder builder =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            // Calls that were given up keep their place until they are answered: twice the bound.
            .requestQueueSize(2 * options.maxInFlight() + 64)
            .useHashIndexQueue(false)
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .socketOptions(socketOptions(options));
    if (options.url().tls()) {
      builder.sslOptions(sslOptions(options));
    }
    return builder.build();
  }

  private static SocketOptions socketOptions(RedisOptions options) {
    SocketOptions.Builder builder =
        SocketOptions.builder().connectTimeout(options.connectTimeout());
    if (options.url().servers().get(0).socket() != null) {
      return builder.keepAlive(false).build();
    }
    SocketOptions.KeepAliveOptions.Builder keepAlive =
        SocketOptions.KeepAliveOptions.builder().enable().count(3);
    builder.keepAlive(keepAlive.idle(TCP_IDLE).interval(TCP_IDLE).build());
    if (EpollProvider.isAvailable()) {
      builder.tcpUserTimeout(
          SocketOptions.TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(TCP_DEAD).build());
    }
    return builder.build();
  }

  private static SslOptions sslOptions(RedisOptions options) {
    TlsOptions tls = options.tls();
    SslOptions.Builder builder =
        SslOptions.builder().jdkSslProvider().handshakeTimeout(options.connectTimeout());
    if (tls.caFile() != null) {
      builder.trustManager(tls.caFile().toFile());
    }
    if (tls.certificateFile() != null && tls.keyFile() != null) {
      builder.keyManager(tls.certificateFile().toFile(), tls.keyFile().toFile(), new char[0]);
    }
    return builder.build();
  }

  @Override
  public void afterChannelInitialized(Channel opened) {
    SslHandler tls = opened.pipeline().get(SslHandler.class);
    if (tls != null) {
      // A silent server must not hold up the closing of its connection.
      tls.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
    }
    // Many threads write to one connection: what they write in one turn of the loop goes in one
    // system call.
    Line.runsOn(opened.eventLoop());
    opened.pipeline().addFirst(new FlushConsolidationHandler(FLUSHES, true));
  }

  @Override
  public void close() {
    lines.forEach(Line::cut);
    await(
        CompletableFuture.allOf(
            lines.stream().map(Line::closed).toArray(CompletableFuture<?>[]::new)));
    await(client.shutdownAsync(0, 1, TimeUnit.SECONDS));
    var unused =
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** Not longer than a moment: who closes may be on the very thread that is to end. */
  private static void await(CompletableFuture<Void> closing) {
    closing.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
  }
}
