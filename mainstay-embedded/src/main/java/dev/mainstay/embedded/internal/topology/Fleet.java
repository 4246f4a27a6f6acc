package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Folders;
import dev.mainstay.embedded.internal.TemporaryFolder;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The nodes of one topology and their folders, which all end together. */
final class Fleet implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final TemporaryFolder folder = TemporaryFolder.forData();
  private final List<Node> nodes = new ArrayList<>();

  /**
   * Starts a topology, and again on other ports where one was taken meanwhile.
   *
   * @throws StoreFaultException if ports were taken five times in a row
   */
  static <T> T start(Supplier<T> attempt) {
    PortTakenException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return attempt.get();
      } catch (PortTakenException e) {
        last = e;
      }
    }
    throw new StoreFaultException(
        "embedded.start", "a port was taken at each of " + ATTEMPTS + " attempts", last);
  }

  /** A folder of mode 0700 for one node. */
  Path folder(String name) {
    Path own = folder.path().resolve(name);
    try {
      Folders.privateFolder(own);
      return own;
    } catch (IOException e) {
      throw new StoreFaultException("embedded.start", "no folder " + own + ": " + e, e);
    }
  }

  /** A file of mode 0600 in a node's folder. */
  static Path file(Path folder, String name, List<String> lines) {
    Path file = folder.resolve(name);
    try {
      Folders.writePrivately(file, lines);
      return file;
    } catch (IOException e) {
      throw new StoreFaultException("embedded.start", "no file " + file + ": " + e, e);
    }
  }

  /** Starts nodes, all at once, and waits for all; they are ended at close from now on. */
  void start(List<Node> more) {
    nodes.addAll(more);
    atOnce(more, Node::start);
  }

  private static void atOnce(List<Node> nodes, Consumer<Node> action) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, nodes.size()));
    try {
      CompletableFuture.allOf(
              nodes.stream()
                  .map(node -> CompletableFuture.runAsync(() -> action.accept(node), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      threads.shutdown();
    }
  }

  /** Kills what runs, also what is stalled, and removes the folders. */
  @Override
  public void close() {
    try {
      atOnce(nodes, Node::close);
    } finally {
      folder.close();
    }
  }
}
