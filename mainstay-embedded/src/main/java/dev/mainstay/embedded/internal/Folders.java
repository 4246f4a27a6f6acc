package dev.mainstay.embedded.internal;

import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
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

  /** A socket's path has 104 bytes on macOS, 108 on Linux, with the zero at its end. */
  private static final int LONGEST_FOLDER = 80;

  private Folders() {}

  /** A fresh temporary folder of mode 0700, for data that nobody keeps. */
  public static Path temporary() {
    try {
      return temporary(Path.of(System.getProperty("java.io.tmpdir")));
    } catch (IOException e) {
      throw new StoreFaultException(
          "embedded.start", "no temporary folder: " + e + "; look at java.io.tmpdir", e);
    }
  }

  /** A fresh folder of mode 0700. */
  static Path temporary(Path base) throws IOException {
    return Files.createTempDirectory(base, "mainstay-", ONLY_OWNER);
  }

  /** Creates a folder of mode 0700, or makes an existing one so. */
  static void privateFolder(Path folder) throws IOException {
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

  /** A fresh folder for sockets: short, of this user, gone after a reboot. */
  public static Path runtime(String xdgRuntime) {
    IOException last = null;
    for (Path base : bases(xdgRuntime)) {
      try {
        return temporary(base);
      } catch (IOException e) {
        last = e;
      }
    }
    throw new StoreFaultException(
        "embedded.start", "no folder for the sockets: /tmp cannot be written (" + last + ")", last);
  }

  private static List<Path> bases(String xdgRuntime) {
    Path tmp = Path.of("/tmp");
    boolean fits = xdgRuntime.startsWith("/") && xdgRuntime.length() <= LONGEST_FOLDER - 30;
    return fits && Files.isWritable(Path.of(xdgRuntime))
        ? List.of(Path.of(xdgRuntime), tmp)
        : List.of(tmp);
  }

  /** Removes a folder with all in it; what is gone already is no error. */
  public static void remove(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new StoreFaultException(
          "embedded.close", "the folder " + folder + " cannot be removed: " + e, e);
    }
  }
}
