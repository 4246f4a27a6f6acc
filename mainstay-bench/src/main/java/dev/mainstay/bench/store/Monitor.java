package dev.mainstay.bench.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a server does, in its own order, by {@code MONITOR}. A window is cut by an {@code
 * ECHO} of our own in the stream, so no clock and no waiting decides what belongs to it.
 */
public final class Monitor implements AutoCloseable {
  private final Resp stream;
  private final Resp admin;
  private final BlockingQueue<Line> seen = new LinkedBlockingQueue<>();
  private int marks;

  /**
   * One command that the server ran.
   *
   * @param source the client's address, or {@code lua} for what a script does
   * @param words the command in lower case and its arguments
   */
  public record Line(String source, List<String> words) {
    /** The command. */
    public String command() {
      return words.get(0);
    }

    /** Whether a script ran it. */
    public boolean isInScript() {
      return source.equals("lua");
    }

    static @Nullable Line parse(String text) {
      int open = text.indexOf('[');
      int close = text.indexOf("] ", open);
      if (open < 0 || close < 0) {
        return null;
      }
      String source = text.substring(text.indexOf(' ', open) + 1, close);
      return new Line(source, words(text.substring(close + 2)));
    }

    /** Splits at the quotes; what is escaped stays so. */
    private static List<String> words(String text) {
      List<String> words = new ArrayList<>();
      int from = -1;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\') {
          i++;
        } else if (c == '"' && from < 0) {
          from = i + 1;
        } else if (c == '"') {
          String word = text.substring(from, i);
          words.add(words.isEmpty() ? word.toLowerCase(Locale.ROOT) : word);
          from = -1;
        }
      }
      return words;
    }
  }

  /** Begins to watch. */
  public Monitor(BenchRedis redis) {
    this.stream = redis.admin();
    this.admin = redis.admin();
    stream.call("MONITOR");
    Thread reader = new Thread(this::read, "bench-monitor");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      while (true) {
        Line line = Line.parse(stream.line());
        if (line != null) {
          seen.add(line);
        }
      }
    } catch (IOException closed) {
      // The measurement is over.
    }
  }

  /** Ends the window: what the server ran since the last cut. */
  public List<Line> cut() {
    String mark = "bench-mark-" + marks++;
    admin.call("ECHO", mark);
    List<Line> window = new ArrayList<>();
    try {
      while (true) {
        Line line = seen.poll(10, TimeUnit.SECONDS);
        if (line == null) {
          throw new IllegalStateException("MONITOR went silent");
        }
        if (line.command().equals("echo") && line.words().get(1).equals(mark)) {
          return window;
        }
        window.add(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    stream.close();
    admin.close();
  }
}
