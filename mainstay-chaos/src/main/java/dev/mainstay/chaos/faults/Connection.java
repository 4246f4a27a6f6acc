package dev.mainstay.chaos.faults;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client's connection through a proxy, and its counterpart to the server. */
final class Connection {
  private final Socket client;
  private final Socket server;
  private final List<Thread> threads = new ArrayList<>();

  Connection(Socket client, Socket server) {
    this.client = client;
    this.server = server;
  }

  /** Begins to pass bytes in both directions, on four threads that end with it. */
  void start(Valve requests, Valve replies, Runnable forget) throws IOException {
    // Each write is a message of its own: nothing is gained by waiting for more.
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Runnable breaks = () -> end(true, forget);
    Runnable ends = () -> end(false, forget);
    spawn(new Conduit(client.getInputStream(), server.getOutputStream(), requests, breaks, ends));
    spawn(new Conduit(server.getInputStream(), client.getOutputStream(), replies, breaks, ends));
    threads.forEach(Thread::start);
  }

  private void spawn(Conduit conduit) {
    threads.add(thread(conduit::take));
    threads.add(thread(conduit::pass));
  }

  /** What a thread does until it is interrupted. */
  interface Work {
    void run() throws InterruptedException;
  }

  static Thread thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            "chaos-proxy");
    thread.setDaemon(true);
    return thread;
  }

  private void end(boolean abruptly, Runnable forget) {
    forget.run();
    end(abruptly);
  }

  /** Ends it: with a reset at both ends, or in peace. */
  void end(boolean abruptly) {
    close(client, abruptly);
    close(server, abruptly);
    threads.forEach(Thread::interrupt);
  }

  /** Closes a socket; abruptly means that what is under way is lost and the peer gets a reset. */
  static void close(Socket socket, boolean abruptly) {
    try (socket) {
      if (abruptly) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException closed) {
      // Then it is closed, which is what was wanted.
    }
  }
}
