package dev.mainstay.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says back whatever it is told, and counts what it heard. */
final class Echo implements AutoCloseable {
  private final ServerSocket listener;
  private final Thread accepting;
  private final AtomicInteger heard = new AtomicInteger();

  Echo() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accepting = spawn(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many bytes came. */
  int heard() {
    return heard.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        var unused = spawn(() -> echo(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void echo(Socket client) {
    try (client) {
      byte[] buffer = new byte[1_000];
      for (int read = client.getInputStream().read(buffer);
          read >= 0;
          read = client.getInputStream().read(buffer)) {
        heard.addAndGet(read);
        client.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException broken) {
      // By the proxy, or with the test.
    }
  }

  private static Thread spawn(Runnable work) {
    Thread thread = new Thread(work, "echo");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Nobody is let in any more when it returns: who accepts may be just about to. */
  @Override
  public void close() {
    try {
      listener.close();
      accepting.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
