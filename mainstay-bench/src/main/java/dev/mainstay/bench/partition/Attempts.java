package dev.mainstay.bench.partition;

import dev.mainstay.chaos.faults.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Counts the connections that are begun in the network namespace of this process, those too that
 * nobody hears of: the kernel does ({@code ActiveOpens}).
 */
final class Attempts implements AutoCloseable {
  private static final Path COUNTERS = Path.of("/proc/self/net/snmp");
  private static final Duration STEP = Duration.ofMillis(20);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier clock;
  private final List<Count> counts = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "attempts");
  private volatile boolean closed;

  private record Count(long at, long begun) {}

  private Attempts(LongSupplier clock) {
    this.clock = clock;
    thread.setDaemon(true);
  }

  /** Begins to watch. */
  static Attempts watch(LongSupplier clock) {
    Attempts attempts = new Attempts(clock);
    attempts.thread.start();
    return attempts;
  }

  private void watch() {
    while (!closed) {
      Count now = new Count(clock.getAsLong(), begun());
      synchronized (counts) {
        counts.add(now);
      }
      Pause.of(STEP);
    }
  }

  /** The most within a second that begins at or after an instant. */
  long busiestSecond(long from) {
    List<Count> all;
    synchronized (counts) {
      all = counts.stream().filter(it -> it.at >= from).toList();
    }
    long most = 0;
    int first = 0;
    for (Count last : all) {
      // A window of a second and a step at most: rather one too many than one too few.
      while (first + 1 < all.size() && last.at - all.get(first + 1).at >= SECOND) {
        first++;
      }
      most = Math.max(most, last.begun - all.get(first).begun);
    }
    return most;
  }

  private static long begun() {
    try {
      List<String> tcp =
          Files.readAllLines(COUNTERS, StandardCharsets.US_ASCII).stream()
              .filter(line -> line.startsWith("Tcp:"))
              .toList();
      int column = Arrays.asList(tcp.get(0).split(" ", -1)).indexOf("ActiveOpens");
      return Long.parseLong(tcp.get(1).split(" ", -1)[column]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
