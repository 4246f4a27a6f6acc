package dev.mainstay.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real process of the command line, as it is started from a shell. */
final class Serving implements AutoCloseable {
  private final Process process;
  private final Path errors;
  private final BufferedReader out;

  private Serving(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  static Serving start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(folder, "errors", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MAINSTAY_"));
    builder.environment().putAll(environment);
    return new Serving(builder.start(), errors);
  }

  /** The next line on standard output; null at its end. */
  String line() throws IOException {
    return out.readLine();
  }

  /** Waits for the line that tells the URL, and gives that. */
  String url() throws IOException {
    String line = line();
    if (line == null || !line.startsWith("mainstay ready on ")) {
      throw new IllegalStateException(line + "\n" + errors());
    }
    return line.substring("mainstay ready on ".length());
  }

  void terminate() {
    // Process.destroy would close its output, too.
    process.toHandle().destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code; waits for it. */
  int exit() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running\n" + errors());
    }
    return process.exitValue();
  }

  List<Long> children() {
    return process.children().map(ProcessHandle::pid).toList();
  }

  /** All that it wrote to standard error. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
