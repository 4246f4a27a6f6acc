package dev.mainstay.redis;

import org.jspecify.annotations.Nullable;

/**
 * Where one server listens.
 *
 * @param host the host name or IP address; empty with a Unix socket
 * @param port the port; 0 with a Unix socket
 * @param socket the path of a Unix socket, {@code null} with a host
 */
public record ServerAddress(String host, int port, @Nullable String socket) {

  /** A server on the network. */
  public static ServerAddress tcp(String host, int port) {
    return new ServerAddress(host, port, null);
  }

  /** A server behind a Unix socket. */
  public static ServerAddress socket(String path) {
    return new ServerAddress("", 0, path);
  }

  /** As in {@code host:6379}, {@code [::1]:6379} or a path. */
  @Override
  public String toString() {
    if (socket != null) {
      return socket;
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
