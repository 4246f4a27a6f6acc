package dev.mainstay.bench.report;

import java.io.Console;

/** How far a measurement is, in one line of a terminal; elsewhere nothing is written. */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;

  private final boolean shown = isTerminal();
  private final int steps;
  private int done;

  /** A measurement of that many steps. */
  public Progress(int steps) {
    this.steps = Math.max(1, steps);
  }

  /** The next step begins. */
  public synchronized void step(String what) {
    if (shown) {
      int filled = Math.min(WIDTH, done * WIDTH / steps);
      String bar = "█".repeat(filled) + "·".repeat(WIDTH - filled);
      System.err.printf("\r\033[K%s %3d %% %s", bar, Math.min(100, done * 100 / steps), what);
    }
    done++;
  }

  @Override
  public synchronized void close() {
    if (shown) {
      System.err.print("\r\033[K");
    }
  }

  /** Newer Javas give a console to pipes too, and a method to tell. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException older) {
      return true;
    }
  }
}
