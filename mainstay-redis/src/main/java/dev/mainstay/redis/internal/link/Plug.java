package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.RedisUrl;
import dev.mainstay.redis.TlsOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce with the settings that make it safe here. Its defaults send again after a reconnect,
 * queue without bound while disconnected and wait 60 s; none of that may happen to state.
 */
final class Plug implements NettyCustomizer, AutoCloseable {
  private static final Duration TCP_IDLE = Duration.ofSeconds(5);
  private static final Duration TCP_DEAD = Duration.ofSeconds(5);
  private static final int CLOSE_NOTIFY_MILLIS = 100;

  /** So many writes at most wait for each other. */
  private static final int FLUSHES = 256;

  private final ClientResources resources;
  private final RedisClient client;
  private volatile @Nullable Channel channel;

  Plug(RedisOptions options) {
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .reconnectDelay(new BackOff(options.reconnectMin(), options.reconnectMax()))
            .nettyCustomizer(this)
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(clientOptions(options));
  }

  RedisClient client() {
    return client;
  }

  static RedisURI uri(RedisOptions options) {
    RedisUrl url = options.url();
    RedisURI.Builder builder =
        url.socket() != null
            ? RedisURI.Builder.socket(url.socket())
            : RedisURI.Builder.redis(String.valueOf(url.host()), url.port())
                .withSsl(url.tls())
                .withVerifyPeer(options.tls().verify());
    // Without commands' own timeouts this one is left to the login alone.
    builder.withTimeout(options.connectTimeout());
    builder.withDatabase(url.database()).withClientName(options.clientName());
    if (url.password() != null && url.user() != null) {
      builder.withAuthentication(url.user(), url.password().toCharArray());
    } else if (url.password() != null) {
      builder.withPassword(url.password().toCharArray());
    }
    return builder.build();
  }

  private static ClientOptions clientOptions(RedisOptions options) {
    ClientOptions.Builder builder =
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(Plug::drop)
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

  private static boolean drop(RedisCommand<?, ?, ?> command) {
    command.completeExceptionally(new RedisException("the connection broke"));
    return true;
  }

  private static SocketOptions socketOptions(RedisOptions options) {
    SocketOptions.Builder builder =
        SocketOptions.builder().connectTimeout(options.connectTimeout());
    if (options.url().socket() != null) {
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
    opened.pipeline().addFirst(new FlushConsolidationHandler(FLUSHES, true));
    channel = opened;
  }

  /** Closes the socket; Lettuce makes a new connection after the back-off. */
  void cut() {
    Channel open = channel;
    if (open != null) {
      var unused = open.close();
    }
  }

  @Override
  public void close() {
    client.shutdown(0, 1, TimeUnit.SECONDS);
    resources.shutdown(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Doubles up to the longest wait, and takes a random part of the last doubling. */
  private static final class BackOff extends Delay {
    private final long min;
    private final long max;

    BackOff(Duration min, Duration max) {
      this.min = min.toMillis();
      this.max = max.toMillis();
    }

    @Override
    public Duration createDelay(long attempt) {
      long high = Math.min(max, min << Math.min(Math.max(attempt, 1), 20));
      return Duration.ofMillis(ThreadLocalRandom.current().nextLong(min, Math.max(high, min + 1)));
    }
  }
}
