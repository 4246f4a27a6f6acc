package dev.mainstay.server.demo;

import java.io.PrintWriter;

/** How far it is: a bar where somebody looks, a line for each step where nobody does. */
final class Progress {
  private static final int WIDTH = 30;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean bar;
  private String fleet = "";
  private String what = "";
  private int of;
  private int done;

  Progress(PrintWriter out, boolean bar) {
    this.out = out;
    this.bar = bar;
  }

  /** What is being tried, from now on. */
  synchronized void fleet(String name) {
    fleet = name;
  }

  /** A step begins that has so many parts. */
  synchronized void begin(String step, int parts) {
    what = step;
    of = parts;
    done = 0;
    if (bar) {
      draw();
    } else {
      out.println(fleet + ": " + what + (of > 1 ? " (" + of + ")" : ""));
      out.flush();
    }
  }

  /** One part is done. */
  synchronized void tick() {
    done++;
    if (bar) {
      draw();
    }
  }

  /** Leaves an empty line where the bar was. */
  synchronized void end() {
    if (bar) {
      out.print(CLEAR);
      out.flush();
    }
  }

  private void draw() {
    int full = of == 0 ? WIDTH : WIDTH * done / of;
    out.print(
        CLEAR + "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + fleet + ": " + what);
    out.flush();
  }
}
