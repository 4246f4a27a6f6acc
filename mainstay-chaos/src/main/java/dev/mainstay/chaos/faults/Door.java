package dev.mainstay.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where new connections come in. The kernel completes a connection before anybody accepts it, as
 * long as the queue of the listener has room; so that connections hang, the queue is filled with
 * plugs.
 */
final class Door {
  /** A connection that is not there by then hangs: on a loopback it takes microseconds. */
  private static final int HANGS_MILLIS = 100;

  private static final int MOST = 8_192;

  private final ServerSocket listener;
  private final List<Socket> plugs = new ArrayList<>();
  private final Set<Integer> plugPorts = new HashSet<>();
  private boolean shut;

  Door(ServerSocket listener) {
    this.listener = listener;
  }

  /** Returns when the next connection would hang. */
  synchronized void shut() {
    if (shut) {
      return;
    }
    shut = true;
    while (plugs.size() < MOST && plug()) {
      // One more.
    }
  }

  private boolean plug() {
    Socket plug = new Socket();
    plugs.add(plug);
    try {
      plug.bind(new InetSocketAddress(listener.getInetAddress(), 0));
      plugPorts.add(plug.getLocalPort());
      plug.connect(listener.getLocalSocketAddress(), HANGS_MILLIS);
      return true;
    } catch (SocketTimeoutException full) {
      // It never comes out of the queue, and its port may be a client's one day.
      plugPorts.remove(plug.getLocalPort());
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("the door of the proxy cannot be shut", e);
    }
  }

  synchronized void open() {
    shut = false;
    plugs.forEach(plug -> Connection.close(plug, true));
    plugs.clear();
    notifyAll();
  }

  /** Whether a connection that was accepted is a client's; waits while the door is shut. */
  synchronized boolean lets(Socket client) throws InterruptedException {
    while (shut) {
      wait();
    }
    if (plugPorts.remove(client.getPort())) {
      Connection.close(client, true);
      return false;
    }
    return true;
  }
}
