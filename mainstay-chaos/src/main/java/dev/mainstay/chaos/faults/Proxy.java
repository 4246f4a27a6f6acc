package dev.mainstay.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A network that misbehaves: a TCP proxy on the loopback in front of one server. Each fault holds
 * for all its connections, those to come too, until {@link #heal()}.
 *
 * <pre>{@code
 * try (Proxy proxy = Proxy.start(6379)) {
 *   Mainstay mainstay = Mainstay.on(RedisEngine.connect("redis://127.0.0.1:" + proxy.port()));
 *   proxy.swallowReplies();  // the store does what it is asked, and nobody hears of it
 *   proxy.reset();           // breaks all connections
 *   proxy.heal();
 * }
 * }</pre>
 *
 * <p>What a proxy cannot do is to leave bytes without the kernel's acknowledgement; a link between
 * two {@link Netns} can. Four threads for each connection: it is for tests.
 */
public final class Proxy implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int CONNECT_MILLIS = 10_000;

  /** So many instants of connections are remembered, the last ones. */
  private static final int REMEMBERED = 100_000;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Valve requests = new Valve();
  private final Valve replies = new Valve();
  private final Door door;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Deque<Long> accepted = new ArrayDeque<>();

  private Proxy(ServerSocket listener, InetSocketAddress target) {
    this.listener = listener;
    this.target = target;
    this.door = new Door(listener);
  }

  /** In front of a port of the loopback, on a free port of the loopback. */
  public static Proxy start(int port) {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** In front of any address, on a free port of the loopback. */
  public static Proxy start(InetSocketAddress target) {
    try {
      return start(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * In front of any address, taking connections from a socket that listens already and that it
   * closes in the end: one that speaks TLS, as a rule.
   */
  public static Proxy start(ServerSocket listener, InetSocketAddress target) {
    Proxy proxy = new Proxy(listener, target);
    Connection.thread(proxy::accept).start();
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From now on every byte of this direction comes so much later. */
  public void delay(Direction direction, Duration time) {
    valve(direction).delay(time);
  }

  /**
   * Takes bytes, up to a megabyte for each connection and direction, and passes none on; sockets
   * stay open and new connections are taken. It is what a process that stands still looks like.
   * Healed, what was kept is passed on.
   */
  public void stall() {
    requests.set(Valve.Mode.HOLDING);
    replies.set(Valve.Mode.HOLDING);
  }

  /** Stalls one direction only. */
  public void stall(Direction direction) {
    valve(direction).set(Valve.Mode.HOLDING);
  }

  /**
   * As a link that is down: bytes are not taken (the kernel acknowledges what fits its buffers),
   * and new connections hang until the client gives up. Healed, what was sent meanwhile is passed
   * on, as by a sender that repeats it. Returns when new connections do hang, within a second.
   */
  public void blackHole() {
    requests.set(Valve.Mode.SHUT);
    replies.set(Valve.Mode.SHUT);
    door.shut();
  }

  /** Requests reach the server, which does what they say, and its replies are lost for good. */
  public void swallowReplies() {
    replies.set(Valve.Mode.DROPPING);
  }

  /** Breaks all connections with a reset (RST), and none that comes later. */
  public void reset() {
    connections.forEach(connection -> connection.end(true));
    connections.clear();
  }

  /**
   * Lets so many bytes of this direction pass, counted from now over all connections, and breaks
   * the connection that carries the next one with a reset. Once.
   */
  public void resetAfter(Direction direction, long bytes) {
    valve(direction).resetAfter(bytes);
  }

  /** All faults are over; connections that were broken stay so. */
  public void heal() {
    door.open();
    requests.heal();
    replies.heal();
  }

  private Valve valve(Direction direction) {
    return direction == Direction.REQUESTS ? requests : replies;
  }

  private void accept() throws InterruptedException {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (door.lets(client)) {
          remember();
          Connection.thread(() -> connect(client)).start();
        }
      } catch (IOException closed) {
        // With the proxy, or a client that left before it was taken.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    try {
      server.connect(target, CONNECT_MILLIS);
      Connection connection = new Connection(client, server);
      connections.add(connection);
      connection.start(requests, replies, () -> connections.remove(connection));
    } catch (IOException noServer) {
      Connection.close(client, true);
      Connection.close(server, true);
    }
    if (listener.isClosed()) {
      reset();
    }
  }

  private void remember() {
    synchronized (accepted) {
      if (accepted.size() == REMEMBERED) {
        accepted.removeFirst();
      }
      accepted.addLast(System.nanoTime());
    }
  }

  /** When connections were accepted, in {@code nanoTime}, in order; the last 100,000. */
  public List<Long> accepted() {
    synchronized (accepted) {
      return List.copyOf(accepted);
    }
  }

  /**
   * The most connections that were accepted within any second: after an outage it tells a reconnect
   * storm from a recovery.
   */
  public int busiestSecond() {
    List<Long> all = accepted();
    int most = 0;
    int first = 0;
    for (int last = 0; last < all.size(); last++) {
      while (all.get(last) - all.get(first) >= TimeUnit.SECONDS.toNanos(1)) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** Closes the listener and breaks all connections. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    door.open();
    reset();
  }
}
