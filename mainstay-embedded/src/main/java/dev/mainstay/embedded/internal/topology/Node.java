package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Program;
import dev.mainstay.embedded.internal.RunningStore;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One server of a topology: a process that is started, faulted and started again when asked. */
public final class Node implements AutoCloseable {
  private static final String START = "embedded.start";

  /** Longer than the longest fault that is healed by itself; a start takes a tenth of a second. */
  private static final Duration STARTING = Duration.ofSeconds(30);

  private static final Duration ANSWERING = Duration.ofMillis(500);
  private static final String PORT_TAKEN = "Address already in use";

  private final Program program;
  private final int port;
  private final Users users;
  private final List<String> first;
  private volatile @Nullable RunningStore running;

  /** A node that is not started yet, and the command that it is sent after each start, if any. */
  Node(Program program, int port, Users users, List<String> first) {
    this.program = program;
    this.port = port;
    this.users = users;
    this.first = first;
  }

  /** Its name in logs and messages. */
  public String name() {
    return program.name();
  }

  /** Its port on 127.0.0.1; it stays the same. */
  public int port() {
    return port;
  }

  /** Who may log in. */
  public Users users() {
    return users;
  }

  /** The number of its process, or 0 while there is none. */
  public long pid() {
    RunningStore store = running;
    return store != null && store.alive() ? store.pid() : 0;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @throws PortTakenException if another process listens on its port
   * @throws StoreFaultException if it does not come up, with its last words
   */
  synchronized void start() {
    try {
      RunningStore store = RunningStore.launch(program, pid -> {});
      running = store;
      if (!store.awaitReady(STARTING)) {
        kill();
        throw failed(store.lastWords());
      }
      if (!first.isEmpty()) {
        ask(first.toArray(String[]::new));
      }
    } catch (IOException e) {
      kill();
      throw new StoreFaultException(START, name() + " did not come up: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      kill();
      throw interrupted(START, e);
    }
  }

  private RuntimeException failed(String words) {
    return words.contains(PORT_TAKEN)
        ? new PortTakenException(name())
        : new StoreFaultException(
            START, name() + " (" + program.binary() + ") did not come up: " + words, null);
  }

  /** Ends what runs and starts the same node again: same port, same folder, same configuration. */
  public synchronized void restart() {
    kill();
    try {
      start();
    } catch (PortTakenException e) {
      throw new StoreFaultException(
          "embedded.restart", e.getMessage() + "; end the process that listens there", e);
    }
  }

  /** SIGKILL, and waits for the end; does nothing where nothing runs. */
  public synchronized void kill() {
    RunningStore store = running;
    if (store == null) {
      return;
    }
    store.kill();
    try {
      store.awaitEnd();
    } catch (InterruptedException e) {
      throw interrupted("embedded.kill", e);
    }
    running = null;
  }

  /**
   * Sends a signal.
   *
   * @param signal as in {@code STOP}
   * @throws StoreFaultException if it does not run
   */
  public synchronized void signal(String signal) {
    long pid = pid();
    String operation = "embedded.signal";
    if (pid == 0) {
      throw new StoreFaultException(operation, name() + " does not run; restart it first", null);
    }
    try {
      // The shell's own: not every machine has a program of this name.
      List<String> command = List.of("/bin/sh", "-c", "kill -s $1 $2", "sh", signal, "" + pid);
      Process kill = new ProcessBuilder(command).start();
      if (kill.waitFor() != 0) {
        throw new StoreFaultException(operation, signal + " did not reach " + name(), null);
      }
    } catch (IOException e) {
      throw new StoreFaultException(
          operation, signal + " did not reach " + name() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(operation, e);
    }
  }

  /** A connection of this process's own user; half a second without an answer ends a call. */
  NodeClient connect() throws IOException {
    return connect(ANSWERING);
  }

  NodeClient connect(Duration patience) throws IOException {
    return NodeClient.connect(port, Users.OPERATOR, users.operator(), patience);
  }

  /** Asks it on a connection for this alone. */
  Reply ask(String... command) throws IOException {
    try (NodeClient client = connect()) {
      return client.call(command);
    }
  }

  /** What the process says that it is, as in {@code master}; empty if it does not answer. */
  public Optional<String> role() {
    try {
      return Optional.of(ask("ROLE").text());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static StoreFaultException interrupted(String operation, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StoreFaultException(operation, "interrupted while waiting for a process", e);
  }

  @Override
  public String toString() {
    return name() + " (127.0.0.1:" + port + ")";
  }
}
