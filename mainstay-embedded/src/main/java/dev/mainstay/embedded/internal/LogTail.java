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
          "monotonic clock",
          "Running mode",
          "Server initialized",
          "The user 'default' is disabled",
          "Memory overcommit",
          "User requested shutdown",
          "ready to exit",
          "scheduling shutdown");

  private final Logger log;
  private final boolean warns;
  private final Deque<String> last = new ArrayDeque<>();

  LogTail(Program program) {
    log = LoggerFactory.getLogger("dev.mainstay.embedded.store." + program.name());
    warns = program.log() == Program.Log.WARNINGS;
  }

  void add(String line) {
    boolean routine = ROUTINE.stream().anyMatch(line::contains);
    if (warns && !routine && line.contains(" # ")) {
      log.warn("{}", line);
    } else {
      log.debug("{}", line);
    }
    synchronized (last) {
      if (!routine) {
        last.add(line);
      }
      if (last.size() > KEPT) {
        last.remove();
      }
    }
  }

  /** The last lines that are not routine, without number and date, for people. */
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
