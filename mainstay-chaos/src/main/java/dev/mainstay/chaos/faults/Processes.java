package dev.mainstay.chaos.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Stops, continues and kills processes, by the {@code kill} program of Unix: only those that were
 * handed in, and never one that got the number of one that has ended. Close it and whatever is
 * stopped goes on.
 */
public final class Processes implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  private final Map<Long, ProcessHandle> known = new HashMap<>();
  private final Set<Long> stopped = new HashSet<>();

  /** Knows no process yet. */
  public Processes() {}

  /**
   * Hands in a process. One that is started again has to be handed in again.
   *
   * @throws IllegalArgumentException where there is none, or where it is this one or one of the
   *     system's
   */
  public synchronized Processes with(long pid) {
    ProcessHandle process =
        ProcessHandle.of(pid)
            .filter(it -> pid > 1 && it.pid() != ProcessHandle.current().pid())
            .orElseThrow(
                () -> new IllegalArgumentException("pid: " + pid + " is no process to play with"));
    known.put(pid, process);
    return this;
  }

  /** The process stands still (SIGSTOP): its connections stay open and nobody answers. */
  public synchronized void stop(long pid) {
    signal("STOP", pid);
    stopped.add(pid);
  }

  /** The process goes on (SIGCONT), if it was stopped. */
  public synchronized void resume(long pid) {
    signal("CONT", pid);
    stopped.remove(pid);
  }

  /** The process ends at once (SIGKILL), stopped or not; returns when it has. */
  public synchronized void kill(long pid) {
    ProcessHandle process = process(pid);
    signal("KILL", pid);
    stopped.remove(pid);
    process.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void signal(String name, long pid) {
    if (!process(pid).isAlive()) {
      throw new IllegalStateException("pid: " + pid + " has ended");
    }
    try {
      int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid + " answers " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private ProcessHandle process(long pid) {
    ProcessHandle process = known.get(pid);
    if (process == null) {
      throw new IllegalArgumentException("pid: " + pid + " was not handed in");
    }
    return process;
  }

  /** Lets all go on that are stopped. */
  @Override
  public synchronized void close() {
    for (long pid : Set.copyOf(stopped)) {
      if (process(pid).isAlive()) {
        resume(pid);
      }
    }
  }
}
