package dev.mainstay.deploy;

import dev.mainstay.deploy.Compose.Service;
import dev.mainstay.embedded.internal.Binary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * The nodes of a compose file as processes of the bundled program. What differs from containers:
 * each name of a host is loopback and each node has a port of its own; nothing else is changed.
 */
final class Composed implements AutoCloseable {
  private static final String CONFIGURED = "/etc/mainstay/";

  private final Compose compose;
  private final Path folder;
  private final String host;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, ComposedNode> nodes = new LinkedHashMap<>();

  /**
   * Nothing runs yet.
   *
   * @param host what stands for each name or address of a node
   */
  Composed(String kind, Path folder, String host) {
    this.folder = folder;
    this.host = host;
    Map<String, String> variables =
        Map.of(
            "MAINSTAY_STORE_PASSWORD", random(),
            "MAINSTAY_NODE_PASSWORD", random(),
            "MAINSTAY_KEY_HASH", "ab".repeat(32));
    this.compose = Compose.read(Deployed.folder(kind).resolve("compose.yaml"), variables);
    compose.services().values().stream()
        .filter(service -> service.environment().containsKey("NODE_NAME"))
        .forEach(service -> ports.put(service.environment().get("NODE_NAME"), freePort()));
    program();
  }

  /** Starts all nodes of a kind, as in {@code replicated}. */
  List<ComposedNode> start(String kind, UnaryOperator<List<String>> options) {
    List<ComposedNode> started = new ArrayList<>();
    for (Service service : compose.nodes(kind)) {
      ComposedNode node = start(service, options);
      nodes.put(service.name(), node);
      started.add(node);
    }
    return started;
  }

  private ComposedNode start(Service service, UnaryOperator<List<String>> options) {
    Path own = folder.resolve(service.name());
    Path settings = mounted(service, own.resolve("etc"));
    int port = ports.get(service.environment().get("NODE_NAME"));
    List<String> command = new ArrayList<>();
    service
        .list("entrypoint")
        .forEach(word -> command.add(word.replace(CONFIGURED, settings + "/")));
    command.addAll(service.list("command"));
    command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "-::1"));
    Map<String, String> environment = new HashMap<>();
    service.environment().forEach((name, value) -> environment.put(name, local(value)));
    environment.put("NODE_DATA", own.toString());
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
    return new ComposedNode(own, options.apply(command), environment, port);
  }

  /** The files that the service mounts, with the names of hosts replaced. */
  private Path mounted(Service service, Path to) {
    try {
      Files.createDirectories(to);
      for (String mount : service.list("volumes")) {
        String[] parts = mount.split(":");
        if (parts[1].startsWith(CONFIGURED)) {
          String text = Compose.text(compose.file().resolveSibling(parts[0]));
          Path file = to.resolve(parts[1].substring(CONFIGURED.length()));
          Files.writeString(file, file.toString().endsWith(".conf") ? local(text) : text);
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a node is said to be, there it is: {@code name}, {@code name port} or {@code name,}. */
  private String local(String text) {
    String local = text;
    for (Map.Entry<String, Integer> node : ports.entrySet()) {
      String name = node.getKey();
      local =
          local
              .replace(name + " 6379", host + " " + node.getValue())
              .replace("@" + name, "@" + host + ":" + node.getValue())
              .replace("," + name, "," + host + ":" + node.getValue());
      local = local.equals(name) ? host : local;
    }
    return local;
  }

  /** The URL that the server would be given. */
  String url() {
    return local(compose.services().get("mainstay").environment().get("MAINSTAY_STORE_URL"));
  }

  ComposedNode node(String name) {
    return nodes.get(name);
  }

  /** What all of them wrote, for a test that fails. */
  String logs() {
    StringBuilder all = new StringBuilder();
    nodes.forEach((name, node) -> all.append(name).append('\n').append(node.log()).append('\n'));
    return all.toString();
  }

  /** The program under the name that scripts call it by. */
  private void program() {
    try {
      Path file = folder.resolve("redis-server");
      Files.writeString(file, "#!/bin/sh\nexec '" + Binary.find(null) + "' \"$@\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String random() {
    return UUID.randomUUID().toString();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nodes.values().forEach(ComposedNode::close);
  }
}
