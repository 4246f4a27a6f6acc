package dev.mainstay.redis;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Listener;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a store and how long to wait for it. A value: each {@code with…} method returns a
 * changed copy. Its text form never holds the password.
 */
public final class RedisOptions {
  private static final Duration STATE_READ = Duration.ofMillis(250);
  private static final Duration CACHE_READ = Duration.ofMillis(40);
  private static final Duration CACHE_GRACE = Duration.ofMillis(460);
  private static final Duration STATE_BEAT = Duration.ofMillis(500);
  private static final Duration CACHE_BEAT = Duration.ofMillis(250);

  private final RedisUrl url;
  private @Nullable Duration readDeadline;
  private Duration writeDeadline = Duration.ofMillis(500);
  private @Nullable Duration heartbeat;
  private int maxInFlight = 4_096;
  private Duration connectTimeout = Duration.ofSeconds(2);
  private Duration reconnectMin = Duration.ofMillis(50);
  private Duration reconnectMax = Duration.ofMillis(500);
  private TlsOptions tls = TlsOptions.DEFAULT;
  private String clientName = "mainstay";
  private Listener listener = Listener.NONE;
  private String role = "state";

  private RedisOptions(RedisUrl url) {
    this.url = url;
  }

  /**
   * Options with all defaults for a URL: {@code redis://[user:password@]host[:port][/database]},
   * {@code rediss://} for TLS, {@code redis-socket:///path[?user=..&password=..&db=..]}; {@code
   * valkey} means the same.
   *
   * @throws InvalidValueException for any other URL; the message never holds the password
   */
  public static RedisOptions parse(String url) {
    return new RedisOptions(RedisUrl.parse(url));
  }

  /** Where the store is. */
  public RedisUrl url() {
    return url;
  }

  /**
   * How long a call that only reads may take; unless told 250 ms, and 40 ms for a cache: there is a
   * source behind it that can be asked instead.
   */
  public Duration readDeadline() {
    return readDeadline == null ? (isCache() ? CACHE_READ : STATE_READ) : readDeadline;
  }

  /**
   * How much longer a read may take where this process, not the store, is what is late: its own
   * threads got no turn to read an answer that may be there. 460 ms for a cache, whose deadline is
   * shorter than the pauses of a busy machine; else none.
   */
  public Duration readGrace() {
    return isCache() ? CACHE_GRACE : Duration.ZERO;
  }

  /** A copy with another deadline of reads. */
  public RedisOptions withReadDeadline(Duration deadline) {
    return copy(o -> o.readDeadline = positive("readDeadline", deadline));
  }

  /** How long a call that writes may take; 500 ms unless told. */
  public Duration writeDeadline() {
    return writeDeadline;
  }

  /** A copy with another deadline of writes. */
  public RedisOptions withWriteDeadline(Duration deadline) {
    return copy(o -> o.writeDeadline = positive("writeDeadline", deadline));
  }

  /**
   * How often the store is asked for its time; two without an answer mean stalled. Unless told 500
   * ms, and 250 ms for a cache.
   */
  public Duration heartbeat() {
    return heartbeat == null ? (isCache() ? CACHE_BEAT : STATE_BEAT) : heartbeat;
  }

  /** A copy with another heartbeat. */
  public RedisOptions withHeartbeat(Duration interval) {
    return copy(o -> o.heartbeat = positive("heartbeat", interval));
  }

  /** How many calls may be on their way; those above it fail at once. 4096 unless told. */
  public int maxInFlight() {
    return maxInFlight;
  }

  /** A copy with another number of calls on their way, 1 to 1,000,000. */
  public RedisOptions withMaxInFlight(int calls) {
    if (calls < 1 || calls > 1_000_000) {
      throw new InvalidValueException("maxInFlight", calls + " is not from 1 to 1000000");
    }
    return copy(o -> o.maxInFlight = calls);
  }

  /** How long making a connection may take, login included; 2 s unless told. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** A copy with another time to connect. */
  public RedisOptions withConnectTimeout(Duration timeout) {
    return copy(o -> o.connectTimeout = positive("connectTimeout", timeout));
  }

  /** The shortest wait before a new connection is tried; 50 ms unless told. */
  public Duration reconnectMin() {
    return reconnectMin;
  }

  /** The longest wait before a new connection is tried; 500 ms unless told. */
  public Duration reconnectMax() {
    return reconnectMax;
  }

  /** A copy with other bounds of the wait before a new connection; it doubles, with jitter. */
  public RedisOptions withReconnect(Duration min, Duration max) {
    positive("reconnectMin", min);
    if (max.compareTo(min) < 0) {
      throw new InvalidValueException("reconnectMax", max + " is below reconnectMin " + min);
    }
    return copy(
        o -> {
          o.reconnectMin = min;
          o.reconnectMax = max;
        });
  }

  /** How a {@code rediss://} connection is secured. */
  public TlsOptions tls() {
    return tls;
  }

  /** A copy with other TLS settings; they matter with {@code rediss://} only. */
  public RedisOptions withTls(TlsOptions options) {
    return copy(o -> o.tls = options);
  }

  /** What the connection is called in the server's {@code CLIENT LIST}. */
  public String clientName() {
    return clientName;
  }

  /** A copy with another client name: printable, without spaces. */
  public RedisOptions withClientName(String name) {
    if (!name.matches("[\\x21-\\x7e]{1,64}")) {
      throw new InvalidValueException(
          "clientName", "\"" + name + "\" is not 1 to 64 printable characters without spaces");
    }
    return copy(o -> o.clientName = name);
  }

  /** Hears of calls to the store and of the link's state. */
  public Listener listener() {
    return listener;
  }

  /** A copy with another listener. */
  public RedisOptions withListener(Listener hears) {
    return copy(o -> o.listener = hears);
  }

  /** What the store is for: {@code state} (nothing may be evicted) or {@code cache}. */
  public String role() {
    return role;
  }

  /** A copy for another role, {@code state} or {@code cache}. */
  public RedisOptions withRole(String name) {
    if (!name.equals("state") && !name.equals("cache")) {
      throw new InvalidValueException("role", "\"" + name + "\" is neither state nor cache");
    }
    return copy(o -> o.role = name);
  }

  /** A copy for caches on the same store: the role, and no more patience than a cache has. */
  RedisOptions hurried() {
    return withRole("cache")
        .withReadDeadline(shorter(readDeadline(), CACHE_READ))
        .withHeartbeat(shorter(heartbeat(), CACHE_BEAT));
  }

  private boolean isCache() {
    return role.equals("cache");
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public String toString() {
    return "RedisOptions[" + role + " at " + url + "]";
  }

  private RedisOptions copy(Consumer<RedisOptions> change) {
    RedisOptions copy = new RedisOptions(url);
    copy.readDeadline = readDeadline;
    copy.writeDeadline = writeDeadline;
    copy.heartbeat = heartbeat;
    copy.maxInFlight = maxInFlight;
    copy.connectTimeout = connectTimeout;
    copy.reconnectMin = reconnectMin;
    copy.reconnectMax = reconnectMax;
    copy.tls = tls;
    copy.clientName = clientName;
    copy.listener = listener;
    copy.role = role;
    change.accept(copy);
    return copy;
  }

  private static Duration positive(String field, Duration value) {
    if (value.toMillis() < 1) {
      throw new InvalidValueException(field, value + " is not at least a millisecond");
    }
    return value;
  }
}
