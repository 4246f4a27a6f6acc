package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all data nodes are configured with.
 *
 * @param users who may log in
 * @param more lines of the caller, which win
 */
record DataNodes(Users users, List<String> more) {

  /**
   * A node that dies finds its data again, for which the log is enough; the incomplete last command
   * of a killed one is cut off. A sync through a file lets replicas that come one after the other
   * share it, where one through sockets makes the second wait for the end of the first. The backlog
   * is for those that were stalled: they catch up without a sync of everything.
   */
  private static final List<String> LINES =
      List.of(
          "save \"\"",
          "aof-load-truncated yes",
          "bind 127.0.0.1 -::1",
          "protected-mode yes",
          "repl-diskless-sync no",
          "repl-ping-replica-period 1",
          "repl-backlog-size 16mb");

  /** The lines of one node; {@code special} are those of its kind of topology. */
  List<String> configuration(Path folder, int port, List<String> special) {
    List<String> lines = new ArrayList<>(Settings.COMMON);
    lines.addAll(Settings.DURABLE);
    lines.addAll(LINES);
    lines.add("dir " + Settings.quoted(folder));
    lines.add("port " + port);
    lines.add("enable-debug-command " + (users.admin() == null ? "no" : "local"));
    lines.addAll(special);
    lines.addAll(users.ofDataNode());
    lines.addAll(more);
    return lines;
  }
}
