package dev.mainstay.embedded.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a store says: handed to the log, and its last lines kept for the message of a failure. */
final class LogTail {
  private static final int KEPT = 12;
  private static final List<String> ROUTINE =
      List.of(
          "oO0OoO0Oo",
          "version=",
          "Configuration loaded",
          "Reading config",
          "Server initialized",
          "Memory overcommit",
          "User requested shutdown",
          "ready to exit",
          "scheduling shutdown");

  private final Logger log;
  private final Deque<String> last = new ArrayDeque<>();

  LogTail(String role) {
    log = LoggerFactory.getLogger("dev.mainstay.embedded.store." + role);
  }

  void add(String line) {
    synchronized (last) {
      last.add(line);
      if (last.size() > KEPT) {
        last.remove();
      }
    }
    boolean warning = line.contains(" # ") && ROUTINE.stream().noneMatch(line::contains);
    if (warning) {
      log.warn("{}", line);
    } else {
      log.debug("{}", line);
    }
  }

  /** The last lines that begin something, without number and date, for people. */
  String text() {
    synchronized (last) {
      StringBuilder text = new StringBuilder();
      for (String line : last) {
        text.append(text.isEmpty() ? "" : " | ").append(line.replaceFirst("^\\d+:\\w .{24} ", ""));
      }
      return text.isEmpty() ? "it said nothing" : text.toString();
    }
  }
}
