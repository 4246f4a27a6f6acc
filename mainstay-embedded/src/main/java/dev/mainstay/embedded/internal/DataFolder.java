package dev.mainstay.embedded.internal;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a durable store. It remembers that it was in use once, so that a vanished log is
 * noticed and not taken for a first start, and which child is using it, so that one whose parent
 * was killed is gone before the next one opens its files.
 */
public final class DataFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final Duration GENTLE = Duration.ofMillis(3_500);
  private static final Duration FORCED = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final String INITIALISED = "initialised";
  private static final String CHILD = "store.pid";

  private final Path folder;
  private final FolderLock lock;

  private DataFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Creates the folder if it is missing, locks it, and ends an orphan that still uses it. */
  public static DataFolder open(Path data) {
    Path root = data.toAbsolutePath().normalize();
    Path state = root.resolve("state");
    try {
      Files.createDirectories(root);
      FolderLock lock = FolderLock.take(root);
      try {
        Folders.privateFolder(state);
        DataFolder opened = new DataFolder(state, lock);
        opened.endOrphan();
        return opened;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreFaultException(
          "embedded.start", "the data folder " + root + " cannot be used: " + e, e);
    }
  }

  /** Where the store's files are. */
  public Path path() {
    return folder;
  }

  /**
   * Refuses a folder whose files are not as the last start left them.
   *
   * @throws StoreFaultException naming the missing file and the remedy
   */
  void check() {
    Path logs = folder.resolve("appendonlydir");
    Path manifest = logs.resolve("appendonly.aof.manifest");
    boolean used = Files.exists(folder.resolve(INITIALISED));
    if (Files.exists(manifest)) {
      return;
    }
    if (used) {
      throw missing(Files.isDirectory(logs) ? manifest : logs, "has held sessions before");
    }
    if (Files.exists(folder.resolve("dump.rdb"))) {
      throw missing(manifest, "holds a dump.rdb, which a store with a log does not load");
    }
    if (Files.isDirectory(logs) && !isEmpty(logs)) {
      throw missing(manifest, "holds logs without the list that orders them");
    }
  }

  private StoreFaultException missing(Path file, String why) {
    return new StoreFaultException(
        "embedded.start",
        file
            + " is missing, and the folder "
            + why
            + "; nothing was started and nothing changed. Restore the folder from a backup, or move"
            + " it away to begin with an empty store",
        null);
  }

  /** Notes which process uses the folder, before it may touch a file. */
  void usedBy(ProcessMark child) throws IOException {
    write(CHILD, child.text());
  }

  /** Notes that there is data from now on. */
  void initialised() throws IOException {
    if (!Files.exists(folder.resolve(INITIALISED))) {
      write(INITIALISED, "A log of this folder that vanishes is a fault, not a first start.");
    }
  }

  private void write(String name, String text) throws IOException {
    Path fresh = Files.createTempFile(folder, name, null, Folders.ONLY_OWNER_WRITES);
    Files.writeString(fresh, text + "\n");
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void endOrphan() throws IOException {
    Path file = folder.resolve(CHILD);
    if (!Files.exists(file)) {
      return;
    }
    Optional<ProcessMark> child = ProcessMark.parse(Files.readString(file));
    Optional<ProcessHandle> orphan = child.flatMap(ProcessMark::running);
    if (child.isPresent() && orphan.isPresent()) {
      LOG.info("ending store {} of {}, whose parent is gone", orphan.get().pid(), folder);
      endOrphan(child.get(), orphan.get());
    }
  }

  private void endOrphan(ProcessMark mark, ProcessHandle orphan) {
    orphan.destroy();
    if (!ended(mark, GENTLE)) {
      orphan.destroyForcibly();
      if (!ended(mark, FORCED)) {
        throw new StoreFaultException(
            "embedded.start",
            "process " + orphan.pid() + " still uses " + folder + " and does not end; end it",
            null);
      }
    }
  }

  /** Somebody else's child tells nobody of its end, so this looks every few milliseconds. */
  private static boolean ended(ProcessMark process, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (process.running().isPresent()) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }

  private static boolean isEmpty(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Frees the folder for the next instance. */
  @Override
  public void close() {
    lock.close();
  }
}
