package dev.mainstay.embedded.internal;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of mode 0700 that is removed at close. Those of processes that were killed are removed
 * by the next one: they carry a mark, and nobody holds their lock any more.
 */
public final class TemporaryFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final String PREFIX = "mainstay-run-";
  private static final String MARK = "temporary";

  /** A socket's path has 104 bytes on macOS, 108 on Linux; this leaves room for what we add. */
  private static final int LONGEST_BASE = 60;

  private final Path path;
  private final FolderLock lock;

  private TemporaryFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * A folder for sockets: short, of this user.
   *
   * @param preferred the value of XDG_RUNTIME_DIR, or an empty text
   */
  public static TemporaryFolder forSockets(String preferred) {
    boolean fits = preferred.startsWith("/") && preferred.length() <= LONGEST_BASE;
    boolean usable = fits && Files.isWritable(Path.of(preferred));
    return in(Path.of(usable ? preferred : "/tmp"));
  }

  /** A folder for data that nobody keeps. */
  public static TemporaryFolder forData() {
    return in(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static TemporaryFolder in(Path base) {
    try {
      sweep(base);
      Path path = Files.createTempDirectory(base, PREFIX, Folders.ONLY_OWNER_RUNS);
      FolderLock lock = FolderLock.take(path);
      // Last: without a mark nobody takes the folder for a leftover.
      Files.createFile(path.resolve(MARK), Folders.ONLY_OWNER_WRITES);
      return new TemporaryFolder(path, lock);
    } catch (IOException e) {
      throw new StoreFaultException(
          "embedded.start", "no temporary folder in " + base + ": " + e + "; make it writable", e);
    }
  }

  private static void sweep(Path base) throws IOException {
    try (DirectoryStream<Path> candidates = Files.newDirectoryStream(base, PREFIX + "*")) {
      for (Path candidate : candidates) {
        if (Files.isRegularFile(candidate.resolve(MARK))) {
          removeIfLeft(candidate);
        }
      }
    }
  }

  private static void removeIfLeft(Path candidate) {
    try {
      FolderLock lock = FolderLock.take(candidate);
      new TemporaryFolder(candidate, lock).close();
    } catch (MainstayException e) {
      LOG.debug("{} is in use, of another user, or being removed by another", candidate);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      Folders.remove(path);
    } finally {
      lock.close();
    }
  }
}
