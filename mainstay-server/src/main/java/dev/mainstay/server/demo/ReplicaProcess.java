package dev.mainstay.server.demo;

import dev.mainstay.embedded.StoreAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A replica as a child process: a JVM of its own, with a small heap. */
final class ReplicaProcess implements AutoCloseable {
  private static final int START_SECONDS = 20;
  private static final int LAST_WORDS = 20;

  private final String name;
  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private ReplicaProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts one; it is ready when {@link #port()} answers.
   *
   * @param store the shared store, handed over on standard input; null for a replica's own memory
   */
  static ReplicaProcess start(String name, @Nullable StoreAddress store) {
    try {
      Process process = new ProcessBuilder(command(store)).redirectErrorStream(true).start();
      ReplicaProcess replica = new ReplicaProcess(name, process);
      Thread listener = new Thread(replica::listen, "demo-replica-" + name);
      listener.setDaemon(true);
      listener.start();
      if (store != null) {
        store.writeTo(process.getOutputStream());
      }
      return replica;
    } catch (IOException e) {
      throw new UncheckedIOException("replica " + name + " cannot be started", e);
    }
  }

  /** {@code A}, {@code B} or {@code C}. */
  String name() {
    return name;
  }

  /** Where it answers; waits until it does. */
  int port() {
    try {
      return port.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("replica " + name + " did not start", e.getCause());
    }
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Kills it: it keeps nothing that it would have to put away. */
  @Override
  public void close() {
    kill();
  }

  private static List<String> command(@Nullable StoreAddress store) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx48m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:-UsePerfData", "-Dsun.net.httpserver.nodelay=true"));
    command.add("-Dsun.net.httpserver.maxIdleConnections=2000");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Replica.class.getName());
    command.add(store == null ? Replica.OWN_MEMORY : Replica.SHARED);
    return command;
  }

  private void listen() {
    port.orTimeout(START_SECONDS, TimeUnit.SECONDS);
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Replica.READY)) {
          port.complete(Integer.parseInt(line.substring(Replica.READY.length())));
        }
        last.addLast(line);
        if (last.size() > LAST_WORDS) {
          last.removeFirst();
        }
      }
    } catch (IOException e) {
      last.addLast(e.toString());
    }
    port.completeExceptionally(
        new IllegalStateException("it ended and said last:\n" + String.join("\n", last)));
  }
}
