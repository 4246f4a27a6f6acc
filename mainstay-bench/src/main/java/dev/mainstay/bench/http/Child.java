package dev.mainstay.bench.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, which says on a line where it listens. */
final class Child implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready on http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;
  private final double seconds;

  private Child(Process process, int port, double seconds) {
    this.process = process;
    this.port = port;
    this.seconds = seconds;
  }

  /** Starts a class of this program, with the JVM flags of {@code ./mainstay serve}. */
  static Child java(Map<String, String> environment, String input, List<String> program) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> head =
        List.of(java, "-XX:+UseSerialGC", "-Xmx192m", "-cp", System.getProperty("java.class.path"));
    return start(environment, input, Stream.concat(head.stream(), program.stream()).toList());
  }

  /**
   * Starts a program and waits until it is ready.
   *
   * @param input what it is told on its standard input
   */
  static Child start(Map<String, String> environment, String input, List<String> command) {
    long begun = System.nanoTime();
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      try (var out = process.getOutputStream()) {
        out.write(input.getBytes(StandardCharsets.UTF_8));
      }
      int port = port(process, command);
      return new Child(process, port, (System.nanoTime() - begun) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(Process process, List<String> command) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
    }
    throw new IOException("ended before it was ready: " + command.get(0));
  }

  int port() {
    return port;
  }

  /** From the start of the process until it was ready. */
  double seconds() {
    return seconds;
  }

  /** What it and its own children keep in memory, in MiB; pages that they share count for each. */
  double resident() {
    Stream<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants());
    return all.mapToLong(handle -> resident(handle.pid())).sum() / 1024.0;
  }

  private static long resident(long pid) {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    try {
      if (Files.exists(status)) {
        try (Stream<String> lines = Files.lines(status)) {
          return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
        }
      }
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(pid)).start();
      String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.isBlank() ? 0 : Long.parseLong(said.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
