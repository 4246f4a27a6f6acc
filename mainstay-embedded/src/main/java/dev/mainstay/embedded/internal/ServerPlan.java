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

  private static final List<String> COMMON =
      List.of(
          "daemonize no",
          "supervised no",
          "always-show-logo no",
          "loglevel notice",
          "timeout 0",
          "tcp-keepalive 30",
          "maxclients 512",
          "client-output-buffer-limit normal 64mb 32mb 30",
          "client-output-buffer-limit pubsub 32mb 8mb 60",
          "client-query-buffer-limit 64mb",
          "enable-protected-configs no",
          "enable-module-command no",
          "acl-pubsub-default resetchannels",
          "hash-max-listpack-value 512",
          // Nobody can be this user, but Redis reads the log back as it, and what a script wrote at
          // once is passed over there, silently, where the user may not do it.
          "user default off resetpass resetchannels ~* +@all");

  /**
   * The log holds the acknowledged writes, so a stop need not save a snapshot, and a snapshot that
   * fails (no memory to fork) need not refuse writes: a log that fails does so by itself. A log
   * that ends early is looked at by {@link AppendLog} before anything is cut off.
   */
  private static final List<String> DURABLE =
      List.of(
          "maxmemory-policy noeviction",
          "appendonly yes",
          "appendfsync everysec",
          "aof-use-rdb-preamble yes",
          "save 3600 1 300 100 60 10000",
          "rdbchecksum yes",
          "stop-writes-on-bgsave-error no",
          "shutdown-on-sigterm nosave",
          "shutdown-on-sigint nosave");

  private static final List<String> VOLATILE =
      List.of("maxmemory-policy allkeys-lru", "appendonly no", "save \"\"");

  /** The configuration, line by line. */
  List<String> configuration(boolean cutTail) {
    List<String> lines = new ArrayList<>(COMMON);
    lines.addAll(durable ? DURABLE : VOLATILE);
    lines.add("aof-load-truncated " + (cutTail ? "yes" : "no"));
    lines.add("dir " + quoted(folder.toString()));
    if (endpoint instanceof Endpoint.Loopback loopback) {
      lines.add("bind 127.0.0.1 -::1");
      lines.add("protected-mode yes");
      lines.add("port " + loopback.port());
    } else {
      lines.add("port 0");
      lines.add("unixsocket " + quoted(((Endpoint.Socket) endpoint).path().toString()));
      lines.add("unixsocketperm 600");
    }
    if (memory != null) {
      lines.add("maxmemory " + memory);
    }
    lines.add(
        "user "
            + APP
            + " on #"
            + app.hash()
            + " ~ms:* &ms:* +@all -@admin -@dangerous +info +role");
    lines.add("enable-debug-command " + (admin == null ? "no" : "local"));
    if (admin != null) {
      lines.add("user " + ADMIN + " on #" + admin.hash() + " ~* &* +@all");
    }
    return lines;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
