package dev.mainstay.bench.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server of one measurement, on a free port of the loopback, without persistence and
 * otherwise with the server's own defaults.
 */
public final class BenchRedis implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final Process process;

  private BenchRedis(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param binary the program; null for the one that Mainstay bundles
   */
  public static BenchRedis start(@Nullable Path binary) {
    try {
      Path folder = Files.createTempDirectory("mainstay-bench");
      String program = binary == null ? extract(folder).toString() : binary.toString();
      int port = freePort();
      List<String> command = new ArrayList<>(List.of(program, "--port", String.valueOf(port)));
      command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
      command.addAll(List.of("--save", "", "--appendonly", "no"));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      BenchRedis redis = new BenchRedis(folder, port, process);
      redis.awaitReady();
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!Files.readString(folder.resolve("log")).contains("Ready to accept connections")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String log = Files.readString(folder.resolve("log"));
        close();
        throw new IOException("redis-server did not start: " + log);
      }
      pause(Duration.ofMillis(10));
    }
  }

  /** Its URL. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Its port on the loopback. */
  public int port() {
    return port;
  }

  /** A connection of one's own that may do anything. */
  public Resp admin() {
    return Resp.connect(port);
  }

  /** Waits; an interrupt ends the measurement. */
  public static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
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

  private static Path extract(Path folder) throws IOException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    String name = "redis-server-7.0.15-" + (system.contains("mac") ? "darwin-" : "linux-") + arch;
    try (InputStream in = BenchRedis.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("no " + name + " is bundled; name a program by --redis-server");
      }
      Path file = folder.resolve("redis-server");
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
      return file;
    }
  }
}
