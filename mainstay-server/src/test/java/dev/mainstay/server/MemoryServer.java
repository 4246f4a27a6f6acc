package dev.mainstay.server;

import dev.mainstay.Mainstay;
import dev.mainstay.events.Event;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.http.RequestListener;
import dev.mainstay.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server on a store in memory, whose clock the test holds. */
final class MemoryServer implements AutoCloseable {
  final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T08:00:00Z"));
  final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> decided = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> followed = new ConcurrentLinkedQueue<>();
  final AtomicInteger refusedCookies = new AtomicInteger();
  final LaggingEngine replicas = new LaggingEngine(MemoryEngine.on(clock));
  final MainstayServer server;

  private MemoryServer(String yaml) {
    server =
        MainstayServer.start(
            ConfigLoader.load(Optional.of(file(yaml)), Map.of(), Map.of("--port", "0")),
            () -> Mainstay.on(replicas, this::on),
            List.of(),
            listener());
  }

  private void on(Event event) {
    if (event instanceof Event.InvalidationHeard heard) {
      followed.add(heard.cache() + " " + heard.outcome());
    }
  }

  /** What became of invalidations that others published. */
  List<String> followed() {
    return List.copyOf(followed);
  }

  static MemoryServer start(String... yaml) {
    return new MemoryServer(String.join("\n", yaml));
  }

  Client client() {
    return Client.of(server.url());
  }

  /** Sends bytes as they are, and gives back all that is answered until the server hangs up. */
  String raw(String request) {
    try (Socket socket = new Socket("127.0.0.1", URI.create(server.url()).getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return all.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RequestListener listener() {
    return new RequestListener() {
      @Override
      public void answered(String id, String method, String route, int status, long nanos) {
        answered.add(method + " " + route + " " + status);
      }

      @Override
      public void decided(String limit, String outcome) {
        decided.add(limit + " " + outcome);
      }

      @Override
      public void cookieRefused() {
        refusedCookies.incrementAndGet();
      }
    };
  }

  private static Path file(String yaml) {
    try {
      Path file = Files.createTempFile("mainstay", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
