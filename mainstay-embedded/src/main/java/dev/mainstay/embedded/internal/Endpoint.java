package dev.mainstay.embedded.internal;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where one store listens. */
public sealed interface Endpoint {

  /** A Unix socket. */
  record Socket(Path path) implements Endpoint {}

  /** A port on the loopback interface. */
  record Loopback(int port) implements Endpoint {}

  private static InetAddress loopback() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  /** A free port, now; somebody could take it before the store does, and the store would say so. */
  static Loopback freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, loopback())) {
      return new Loopback(probe.getLocalPort());
    } catch (IOException e) {
      throw new StoreFaultException("embedded.start", "no free port on loopback: " + e, e);
    }
  }

  /** Connects, blocking. */
  default SocketChannel connect() throws IOException {
    SocketAddress address =
        this instanceof Socket socket
            ? UnixDomainSocketAddress.of(socket.path())
            : new InetSocketAddress(loopback(), ((Loopback) this).port());
    return SocketChannel.open(address);
  }

  /** Whether Netty can open Unix sockets on this platform, as Lettuce needs it. */
  static boolean unixSocketsWork() {
    return available("io.netty.channel.epoll.Epoll") || available("io.netty.channel.kqueue.KQueue");
  }

  private static boolean available(String type) {
    try {
      return (boolean) Class.forName(type).getMethod("isAvailable").invoke(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }
}
