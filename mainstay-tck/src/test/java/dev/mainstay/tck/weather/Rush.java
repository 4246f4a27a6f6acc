package dev.mainstay.tck.weather;

import dev.mainstay.chaos.faults.Pause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Clients of somebody else that take places at a server and come again at once when they lose them,
 * without any jitter.
 */
final class Rush implements AutoCloseable {
  private static final Duration AGAIN = Duration.ofMillis(20);

  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** So many of them, in front of a port of the loopback. */
  Rush(int port, int size) {
    this.port = port;
    for (int i = 0; i < size; i++) {
      Thread each = new Thread(this::press, "rush");
      each.setDaemon(true);
      each.start();
    }
  }

  /** How many hold a place, or believe so. */
  int inside() {
    return open.size();
  }

  private void press() {
    while (!closed) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        open.add(socket);
        while (!closed && socket.getInputStream().read() >= 0) {
          // Until it is thrown out; what it is told does not matter.
        }
      } catch (IOException refused) {
        // So it tries again.
      }
      open.removeIf(Socket::isClosed);
      Pause.of(AGAIN);
    }
  }

  /** All leave. */
  @Override
  public void close() {
    closed = true;
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException gone) {
        // That is what was wanted.
      }
    }
  }
}
