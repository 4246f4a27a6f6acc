package dev.mainstay.embedded.internal;

import java.nio.file.Path;
import java.util.List;

/** Lines of a server's configuration that several kinds of servers share. */
public final class Settings {

  /** What every server is started with. */
  public static final List<String> COMMON =
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
  public static final List<String> DURABLE =
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

  /**
   * What the application may do, as ACL rules. Of channels none that servers or sentinels listen
   * to; a pattern to listen to has to be allowed as it is spelled.
   */
  public static final String APPLICATION =
      "~ms:* &ms:* &cache:invalidate:* +@all -@admin -@dangerous +info +role";

  /** All there is, as ACL rules. */
  public static final String EVERYTHING = "~* &* +@all";

  private Settings() {}

  /** The line of a user with its rights; it holds the hash of the password. */
  public static String user(String name, Secret secret, String rights) {
    return "user " + name + " on #" + secret.hash() + " " + rights;
  }

  /** A path as a configuration takes it. */
  public static String quoted(Path path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
