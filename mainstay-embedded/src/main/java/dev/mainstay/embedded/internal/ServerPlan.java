package dev.mainstay.embedded.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one store is started with. Its configuration goes through a pipe and holds hashes of
 * passwords, so that neither an argument, nor the environment, nor a file has anything to tell.
 *
 * @param role the name of the store, as in {@code state}
 * @param binary the program
 * @param endpoint where it listens
 * @param folder its working folder; with {@code durable}, that of its data
 * @param durable whether it keeps its data on disk and never evicts
 * @param memory the most it may use, or null for no limit
 * @param app the password of the user {@code app}
 * @param admin the password of the user {@code admin}, or null for no such user
 */
public record ServerPlan(
    String role,
    Path binary,
    Endpoint endpoint,
    Path folder,
    boolean durable,
    @Nullable String memory,
    Secret app,
    @Nullable Secret admin) {

  /** The user of the application. */
  public static final String APP = "app";

  /** The user of tests and benchmarks. */
  public static final String ADMIN = "admin";

  private static final List<String> VOLATILE =
      List.of("maxmemory-policy allkeys-lru", "appendonly no", "save \"\"");

  /** The program to run; its configuration goes through the pipe. */
  Program program(boolean cutTail) {
    return Program.piped(role, binary, folder, configuration(cutTail));
  }

  private List<String> configuration(boolean cutTail) {
    List<String> lines = new ArrayList<>(Settings.COMMON);
    lines.addAll(durable ? Settings.DURABLE : VOLATILE);
    lines.add("aof-load-truncated " + (cutTail ? "yes" : "no"));
    lines.add("dir " + Settings.quoted(folder));
    if (endpoint instanceof Endpoint.Loopback loopback) {
      lines.add("bind 127.0.0.1 -::1");
      lines.add("protected-mode yes");
      lines.add("port " + loopback.port());
    } else {
      lines.add("port 0");
      lines.add("unixsocket " + Settings.quoted(((Endpoint.Socket) endpoint).path()));
      lines.add("unixsocketperm 600");
    }
    if (memory != null) {
      lines.add("maxmemory " + memory);
    }
    lines.add(Settings.user(APP, app, Settings.APPLICATION));
    lines.add("enable-debug-command " + (admin == null ? "no" : "local"));
    if (admin != null) {
      lines.add(Settings.user(ADMIN, admin, Settings.EVERYTHING));
    }
    return lines;
  }
}
