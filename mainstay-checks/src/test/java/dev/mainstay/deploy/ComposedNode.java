package dev.mainstay.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node of a compose file as a process on loopback: the same script, settings and environment. */
final class ComposedNode implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 2_000;

  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;
  private final int port;
  private Process process;

  /**
   * Starts it.
   *
   * @param folder its own, where its data is kept
   * @param command what its container would run
   * @param environment what its container would have
   * @param port where it listens, the last thing to differ
   */
  ComposedNode(Path folder, List<String> command, Map<String, String> environment, int port) {
    this.folder = folder;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.port = port;
    this.process = start();
  }

  private Process start() {
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process started = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Kills it and starts it again, as a container that is made anew with its volume. */
  void restart() {
    kill();
    process = start();
  }

  /**
   * What a command is answered with, as user {@code operator}: the text of a bulk, else the first
   * line of the reply; why, where nobody answers.
   */
  String ask(String... words) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String secret = environment.getOrDefault("MAINSTAY_NODE_PASSWORD", "");
      send(socket, List.of("AUTH", "operator", secret));
      String login = in.readLine();
      if (!"+OK".equals(login)) {
        return "no login: " + login;
      }
      send(socket, List.of(words));
      String answer = String.valueOf(in.readLine());
      return answer.startsWith("$") ? bulk(in, Integer.parseInt(answer.substring(1))) : answer;
    } catch (IOException e) {
      return "no answer: " + e.getMessage();
    }
  }

  private static String bulk(BufferedReader in, int length) throws IOException {
    char[] text = new char[Math.max(0, length)];
    int read = 0;
    while (read < text.length) {
      int more = in.read(text, read, text.length - read);
      if (more < 0) {
        throw new IOException("the answer ended early");
      }
      read += more;
    }
    return new String(text);
  }

  /** How many replicas follow it and have what it has; none where it does not answer. */
  int replicas() {
    return ask("INFO", "replication").split("state=online", -1).length - 1;
  }

  private static void send(Socket socket, List<String> words) throws IOException {
    List<String> lines = new ArrayList<>(List.of("*" + words.size()));
    for (String word : words) {
      lines.add("$" + word.getBytes(StandardCharsets.UTF_8).length);
      lines.add(word);
    }
    String text = String.join("\r\n", lines) + "\r\n";
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What it wrote about itself. */
  String log() {
    return Compose.text(folder.resolve("log"));
  }

  @Override
  public void close() {
    kill();
  }
}
