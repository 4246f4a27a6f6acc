package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process: its one line, its end, and what it says when it cannot start. */
class ServeCommandTest {
  @TempDir private Path folder;

  @Test
  void servesUntilItIsToldToEndAndThenFinishesWhatIsInFlight() throws Exception {
    try (Serving serving = Serving.start(folder, Map.of("MAINSTAY_PORT", "0"), "serve")) {
      String url = serving.url();
      assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+");
      assertThat(Client.of(url).get("/health/ready").status()).isEqualTo(200);
      assertThat(Client.of(url).get("/openapi.json").status()).isEqualTo(200);
      assertThat(folder.resolve("mainstay-data")).isDirectory();
      List<Long> stores = serving.children();
      assertThat(stores).hasSize(2);

      URI at = URI.create(url);
      try (Socket socket = new Socket(at.getHost(), at.getPort())) {
        socket.setSoTimeout(10_000);
        write(
            socket,
            "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: 13\r\n\r\n");
        byte[] proceed = socket.getInputStream().readNBytes(25);
        assertThat(new String(proceed, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 ");
        serving.terminate();
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> refusesConnections(at));
        assertThat(serving.isAlive()).isTrue();
        write(socket, "{\"user\": \"a\"}");
        byte[] answer = socket.getInputStream().readAllBytes();
        assertThat(new String(answer, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 201 ");
      }
      assertThat(serving.exit()).isZero();
      assertThat(serving.line()).isNull();
      assertThat(stores).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean refusesConnections(URI at) throws IOException {
    try (Socket another = new Socket(at.getHost(), at.getPort())) {
      return !another.isConnected();
    } catch (ConnectException refused) {
      return true;
    }
  }

  @Test
  void aWrongConfigurationIsOneSentenceAndExitCode2() throws Exception {
    Path file = Files.writeString(folder.resolve("mainstay.yaml"), "port: 1\nhots: x\n");
    fails(
        "mainstay: " + file + ":2: hots: is unknown; did you mean 'host'?",
        "--config",
        file.toString());
  }

  @Test
  void anotherAddressWithoutKeysIsRefused() throws Exception {
    fails(
        "mainstay: --host: host: '0.0.0.0' is not a loopback address, so callers need keys; add"
            + " apiKeys (./mainstay key makes one) or bind to 127.0.0.1",
        "--host",
        "0.0.0.0");
  }

  @Test
  void aPortInUseIsOneSentenceAndNoStoreIsLeftRunning() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      fails(
          "mainstay: port: 127.0.0.1:" + port + " is in use; choose another with --port",
          "--port",
          port);
      assertThat(folder.resolve("mainstay-data")).isDirectory();
    }
  }

  private void fails(String sentence, String... flags) throws Exception {
    String[] arguments = new String[flags.length + 1];
    arguments[0] = "serve";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    try (Serving serving = Serving.start(folder, Map.of(), arguments)) {
      assertThat(serving.exit()).isEqualTo(2);
      assertThat(serving.line()).isNull();
      assertThat(serving.errors().lines().filter(line -> !line.startsWith("INFO")))
          .contains(sentence);
    }
  }
}
