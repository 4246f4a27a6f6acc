package dev.mainstay.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What the replicas have for a database: one price, over HTTP; it counts who asks, and is slow. */
final class PriceTable implements AutoCloseable {
  private static final long QUERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  static {
    // Or each answer waits for 40 ms: its head and its body are written one after the other.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final AtomicInteger queries = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile String price = "10";

  PriceTable() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("the table of prices cannot be served", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange request) throws IOException {
    try (request) {
      String body = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (request.getRequestMethod().equals("PUT")) {
        price = body;
      } else {
        queries.incrementAndGet();
      }
      byte[] now = price.getBytes(StandardCharsets.UTF_8);
      LockSupport.parkNanos(QUERY_NANOS);
      request.sendResponseHeaders(200, now.length);
      request.getResponseBody().write(now);
    }
  }

  /** Where it answers. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** How often the price was asked for since this was called last. */
  int queries() {
    return queries.getAndSet(0);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
