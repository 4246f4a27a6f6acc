package dev.mainstay.embedded.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, not only its number: numbers are given anew. On Linux the mark is the boot and the
 * clock tick of its start, which no change of the wall clock moves; elsewhere the second of it.
 *
 * @param pid its number
 * @param start when it started, as a text that is only compared
 */
record ProcessMark(long pid, String start) {

  /** The mark of a process that is running, or empty. */
  static Optional<ProcessMark> of(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessMark::lives)
        .map(handle -> new ProcessMark(pid, start(handle)));
  }

  /** Reads what {@link #text} wrote; empty if it is something else. */
  static Optional<ProcessMark> parse(String text) {
    String[] parts = text.strip().split(" ", 2);
    return parts.length == 2 && parts[0].matches("[1-9][0-9]{0,17}")
        ? Optional.of(new ProcessMark(Long.parseLong(parts[0]), parts[1]))
        : Optional.empty();
  }

  /** The process, if it is this very one that still runs. */
  Optional<ProcessHandle> running() {
    return of(pid).filter(this::equals).flatMap(mark -> ProcessHandle.of(pid));
  }

  String text() {
    return pid + " " + start;
  }

  /** A process that ended and that nobody has waited for yet touches no file any more. */
  private static boolean lives(ProcessHandle handle) {
    try {
      return handle.isAlive() && !statistics(handle)[0].equals("Z");
    } catch (IOException | IndexOutOfBoundsException e) {
      return handle.isAlive();
    }
  }

  /** What stands after the name, which is in parentheses and may hold anything. */
  private static String[] statistics(ProcessHandle handle) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + handle.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static String start(ProcessHandle handle) {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + "/" + statistics(handle)[19];
    } catch (IOException | IndexOutOfBoundsException e) {
      return handle.info().startInstant().map(i -> "" + i.getEpochSecond()).orElse("unknown");
    }
  }
}
