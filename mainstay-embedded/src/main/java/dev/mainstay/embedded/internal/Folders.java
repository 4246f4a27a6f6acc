package dev.mainstay.embedded.internal;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Folders and files that only their owner can enter and read. */
public final class Folders {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> ONLY_OWNER = PosixFilePermissions.asFileAttribute(OWNER);
  static final FileAttribute<?> ONLY_OWNER_RUNS = ONLY_OWNER;
  static final FileAttribute<?> ONLY_OWNER_WRITES =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Folders() {}

  /** Writes a new file of mode 0600. */
  public static void writePrivately(Path file, List<String> lines) throws IOException {
    Files.createFile(file, ONLY_OWNER_WRITES);
    Files.write(file, lines);
  }

  /** A fresh folder of mode 0700. */
  static Path temporary(Path base) throws IOException {
    return Files.createTempDirectory(base, "mainstay-", ONLY_OWNER);
  }

  /** Creates a folder of mode 0700, or makes an existing one so. */
  public static void privateFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(folder, ONLY_OWNER);
    }
    onlyOwnerRuns(folder);
  }

  static void onlyOwnerRuns(Path path) throws IOException {
    Files.setPosixFilePermissions(path, OWNER);
  }

  /** Removes a folder with all in it; what is gone already is no error. */
  static void remove(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new StoreFaultException(
          "embedded.close", "the folder " + folder + " cannot be removed: " + e, e);
    }
  }
}
