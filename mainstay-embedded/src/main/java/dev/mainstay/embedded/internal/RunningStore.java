package dev.mainstay.embedded.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of a server program. A shell between Java and the program leaves a watcher behind and
 * then becomes the program; the watcher waits for the end of the pipe that this process holds.
 */
public final class RunningStore {
  private static final String END = "-- end of configuration --";
  private static final String SHELL = script();

  private final Process process;
  private final String readyText;
  private final LogTail log;
  private final CountDownLatch readyOrGone = new CountDownLatch(1);
  private final Thread reader;
  private volatile boolean ready;
  private volatile Optional<ProcessHandle> watcher = Optional.empty();

  private RunningStore(Process process, Program program) {
    this.process = process;
    this.readyText = program.ready();
    this.log = new LogTail(program);
    this.reader = new Thread(this::readLog, "mainstay-embedded-" + program.name() + "-log");
    reader.setDaemon(true);
  }

  /**
   * Starts the program; {@code before} runs when its number is known and it has done nothing.
   *
   * @throws IOException if it cannot be started; nothing is left running
   */
  public static RunningStore launch(Program program, Before before) throws IOException {
    List<String> command = new ArrayList<>(ownGroup());
    command.addAll(List.of("/bin/sh", "-c", SHELL, "mainstay-" + program.name()));
    command.addAll(List.of(program.binary().toString(), END));
    command.addAll(program.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).directory(program.folder().toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !name.equals("PATH"));
    RunningStore store = new RunningStore(builder.start(), program);
    store.reader.start();
    try {
      before.run(store.process.pid());
      OutputStream in = store.process.getOutputStream();
      List<String> lines = new ArrayList<>(program.configuration());
      lines.add(END);
      in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      return store;
    } catch (IOException | RuntimeException e) {
      store.kill();
      throw e;
    }
  }

  /** Runs between the start of the shell and that of the program. */
  public interface Before {
    /** The number that the program will have. */
    void run(long pid) throws IOException;
  }

  /**
   * A group of its own: Ctrl-C in a terminal goes to all processes of its group, and the store must
   * outlive the drain of its parent.
   */
  private static List<String> ownGroup() {
    for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(setsid))) {
        return List.of(setsid);
      }
    }
    return Files.isExecutable(Path.of("/usr/bin/perl"))
        ? List.of("/usr/bin/perl", "-e", "setpgrp(0, 0); exec @ARGV")
        : List.of();
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Its last lines that are not routine, for people. */
  public String lastWords() {
    return log.text();
  }

  /** Waits until the program says that it is ready; false if it ended or the time is over. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return readyOrGone.await(patience.toMillis(), TimeUnit.MILLISECONDS) && ready;
  }

  /** Waits for its end. */
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
    reader.join(1_000);
    endWatcher();
  }

  /** Asks it to end, waits, and ends it. */
  public void stop(Duration patience) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
    }
    awaitEnd();
  }

  /** Ends it at once; {@link #awaitEnd} waits for that. */
  public void kill() {
    process.destroyForcibly();
  }

  private void endWatcher() {
    watcher.ifPresent(ProcessHandle::destroyForcibly);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe of a dead process: nobody is at its other end.
    }
  }

  private void readLog() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      log.add("(the end of its log was lost: " + e.getMessage() + ")");
    } finally {
      readyOrGone.countDown();
    }
  }

  private void heard(String line) {
    if (line.startsWith("watcher ")) {
      watcher = ProcessHandle.of(Long.parseLong(line.substring("watcher ".length())));
      return;
    }
    log.add(line);
    if (line.contains(readyText)) {
      ready = true;
      readyOrGone.countDown();
    }
  }

  private static String script() {
    try (InputStream in = RunningStore.class.getResourceAsStream("store.sh")) {
      if (in == null) {
        throw new IllegalStateException("store.sh is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("store.sh cannot be read", e);
    }
  }
}
