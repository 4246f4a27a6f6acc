package dev.mainstay.server.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks at a stream. */
public final class Terminal {
  private Terminal() {}

  /** Whether standard output is a terminal. */
  public static boolean isOutput() {
    return is("1");
  }

  /** Whether standard error is a terminal. */
  public static boolean isError() {
    return is("2");
  }

  /**
   * Java 17 cannot tell it stream by stream; Linux can, and elsewhere the console speaks for all.
   */
  @SuppressWarnings("SystemConsoleNull") // It is asked of versions where it may be null.
  private static boolean is(String descriptor) {
    Path link = Path.of("/proc/self/fd", descriptor);
    try {
      String to = Files.readSymbolicLink(link).toString();
      return to.startsWith("/dev/pts/") || to.startsWith("/dev/tty") || to.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Runtime.version().feature() < 22 && System.console() != null;
    }
  }
}
