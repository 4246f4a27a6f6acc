package dev.mainstay.server.openapi;

import dev.mainstay.Mainstay;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.server.MainstayServer;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.config.ServerConfig;
import dev.mainstay.server.ops.HeldStore;
import dev.mainstay.server.ops.Operations;
import dev.mainstay.server.ops.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole server on a free port, with its sessions in memory. */
final class Served implements AutoCloseable {
  final Operations operations = new Operations(new Version("0.1.0", "0123456789ab"));
  private final HttpClient client = HttpClient.newHttpClient();
  private final MainstayServer server;

  Served(Map<String, String> environment) {
    operations.watch(new HeldStore("state"));
    operations.watch(new HeldStore("cache"));
    ServerConfig config =
        ConfigLoader.load(Optional.empty(), environment, Map.of("--port", freePort()));
    server =
        MainstayServer.start(
            config,
            () -> Mainstay.on(MemoryEngine.create(), operations),
            List.of(operations, new OpenApi()),
            operations);
  }

  HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    request.header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
