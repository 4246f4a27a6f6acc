package dev.mainstay.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Listens to all that a server is told, and finds calls whose keys are not all in one slot: a
 * script's own commands count with it. A server by itself, or a cluster of one, would not mind.
 */
final class KeyWatch {
  private static final Pattern TAG = Pattern.compile("\"ms:[a-z]\\d+:\\{([^}]*)}");

  /** All but limits, which one script counts wherever there are no slots. */
  private static final Pattern TAG_BUT_OF_LIMITS = Pattern.compile("\"ms:[a-km-z]\\d+:\\{([^}]*)}");

  private static final Pattern MARK = Pattern.compile("\"(mark-\\d+)\"");
  private static final int SHOWN = 300;

  private final Pattern tags;
  private final BufferedReader lines;
  private final List<String> scattered = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> marks = new LinkedBlockingQueue<>();

  /** Listens to the server of a URL, {@code redis://user:password@host:port}. */
  KeyWatch(String url, boolean isSharded) {
    tags = isSharded ? TAG : TAG_BUT_OF_LIMITS;
    URI uri = URI.create(url);
    String login = "AUTH " + uri.getUserInfo().replace(':', ' ') + "\r\n";
    try {
      Socket socket = new Socket(uri.getHost(), uri.getPort());
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write((login + "MONITOR\r\n").getBytes(StandardCharsets.UTF_8));
      if (!lines.readLine().equals("+OK") || !lines.readLine().equals("+OK")) {
        throw new IllegalStateException("the server lets nobody listen");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    // Reads at once: a server ends clients that leave too much unread.
    Thread thread = new Thread(this::listen, "key-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** The calls since the last look whose keys are in more than one slot, up to the mark. */
  List<String> scattered(String mark) throws InterruptedException {
    String seen = "";
    while (!mark.equals(seen)) {
      seen = marks.poll(10, TimeUnit.SECONDS);
      if (seen == null) {
        throw new IllegalStateException("the server shows its commands no more");
      }
    }
    List<String> since = List.copyOf(scattered);
    scattered.clear();
    return since;
  }

  private void listen() {
    try {
      Set<String> tags = new TreeSet<>();
      String call = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.contains(" lua] ")) {
          call = line.substring(0, Math.min(SHOWN, line.length()));
          tags.clear();
        }
        Matcher mark = MARK.matcher(line);
        if (mark.find()) {
          marks.add(mark.group(1));
        }
        Matcher tag = this.tags.matcher(line);
        while (tag.find()) {
          tags.add(tag.group(1));
        }
        if (tags.size() > 1 && !call.contains("held clock")) {
          scattered.add(call + " touches " + tags);
          tags.clear();
        }
      }
    } catch (IOException ended) {
      // With the server; whoever waits for a mark hears of it.
    }
  }
}
