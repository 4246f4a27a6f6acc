package dev.mainstay.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;

/** Stands between a client and a server of the loopback; may swallow what the server answers. */
public final class TestProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean swallowing;
  private volatile long delayNanos;

  private TestProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** Listens without TLS. */
  public static TestProxy start(int target) {
    return start(listen(ServerSocketFactory.getDefault()), target);
  }

  /** Takes connections from a socket that listens. */
  public static TestProxy start(ServerSocket listener, int target) {
    TestProxy proxy = new TestProxy(listener, target);
    spawn(proxy::accept);
    return proxy;
  }

  /** A socket that listens on a free port of the loopback, with TLS where the factory speaks it. */
  public static ServerSocket listen(ServerSocketFactory factory) {
    try {
      return factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From now on requests reach the server and its answers are lost. */
  public void swallow(boolean on) {
    swallowing = on;
  }

  /** From now on answers come so much later. */
  public void slow(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** Breaks all connections. */
  public void cut() {
    sockets.forEach(TestProxy::quietly);
    sockets.clear();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.addAll(List.of(client, server));
      spawn(() -> pump(client, server, false));
      spawn(() -> pump(server, client, true));
    }
  }

  private void pump(Socket from, Socket to, boolean answers) throws IOException {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8_192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers) {
          LockSupport.parkNanos(delayNanos);
        }
        if (!(answers && swallowing)) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    } finally {
      quietly(from);
      quietly(to);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void spawn(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
