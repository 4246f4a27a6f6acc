package dev.mainstay.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real redis-server for one test class, on a Unix socket and a free port of the loopback: the
 * program that {@code -Dmainstay.test.redis-server} names, or the bundled one.
 */
public final class TestRedis implements AutoCloseable {
  private static final Path BINARY = binary();
  private final Path directory;
  private final int port;
  private final Process process;

  private TestRedis(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts a server; {@code settings} are arguments as in {@code --maxmemory 10mb}. */
  public static TestRedis start(String... settings) {
    for (int tries = 1; ; tries++) {
      try {
        return launch(settings);
      } catch (PortTakenException taken) {
        // A port that was free a moment ago may be anybody's by now.
        if (tries == 5) {
          throw taken;
        }
      }
    }
  }

  private static final class PortTakenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String log) {
      super("redis-server found its port taken: " + log);
    }
  }

  private static TestRedis launch(String... settings) {
    try {
      Path directory = Files.createTempDirectory("mainstay-redis");
      int port = freePort();
      List<String> command = new ArrayList<>(List.of(BINARY.toString()));
      command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
      command.addAll(List.of("--unixsocket", directory.resolve("s").toString()));
      command.addAll(List.of("--dir", directory.toString(), "--save", ""));
      command.addAll(List.of("--enable-debug-command", "yes"));
      command.addAll(List.of(settings));
      File log = directory.resolve("log").toFile();
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
      TestRedis redis = new TestRedis(directory, port, process);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .pollInterval(Duration.ofMillis(20))
            .until(redis::answers);
      } catch (RuntimeException e) {
        redis.close();
        throw e;
      }
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() throws IOException {
    // In this order: what a process that has ended wrote is all there.
    boolean alive = process.isAlive();
    String log = Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
    if (alive) {
      return log.contains("Ready to accept connections");
    }
    throw log.contains("Failed listening on port")
        ? new PortTakenException(log)
        : new IllegalStateException("redis-server ended: " + log);
  }

  /** What the program answers to {@code --version}. */
  public static String version() {
    try {
      Process process = new ProcessBuilder(BINARY.toString(), "--version").start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its URL over TCP. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Its port on the loopback. */
  public int port() {
    return port;
  }

  /** Its Unix socket. */
  public Path socket() {
    return directory.resolve("s");
  }

  /** Stops the process where it is; connections stay open and nothing answers. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Path binary() {
    String named = System.getProperty("mainstay.test.redis-server");
    return named == null ? extract() : Path.of(named);
  }

  private static Path extract() {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String name = "redis-server-7.0.15-" + os + "-" + arch;
    try (InputStream in = TestRedis.class.getResourceAsStream("/" + name)) {
      Path file = Files.createTempFile("redis-server", "");
      file.toFile().deleteOnExit();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
