package dev.mainstay.bench.cache.shared;

import dev.mainstay.embedded.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of this program that takes part in a measurement, and ends by itself or is ended. */
public final class Forked implements AutoCloseable {
  private final Process process;

  private Forked(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param url of the store; told on its standard input, since it holds a password
   */
  public static Forked start(Class<?> main, String url, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      StoreAddress.of(url).writeTo(process.getOutputStream());
      return new Forked(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for it to end by itself; it has to end well. */
  public void join() {
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("a process of the measurement ended with " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
