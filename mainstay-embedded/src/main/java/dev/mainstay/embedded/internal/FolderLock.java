package dev.mainstay.embedded.internal;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a data folder: Redis itself lets two servers write into one. The kernel frees
 * the lock however its holder dies. Within one process it would be lost by closing any other
 * channel of the file, hence the registry in front of it.
 */
final class FolderLock implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws InvalidValueException if another instance has it, naming the folder and the holder
   */
  static FolderLock take(Path folder) {
    Path file = folder.resolve("mainstay.lock");
    Path real = real(folder);
    if (!HELD.add(real)) {
      throw inUse(folder, "this process, " + ProcessHandle.current().pid());
    }
    boolean taken = false;
    try {
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileChannel channel = FileChannel.open(file, options, Folders.ONLY_OWNER_WRITES);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw inUse(folder, "process " + Files.readString(file).strip());
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      taken = true;
      return new FolderLock(real, channel);
    } catch (IOException e) {
      throw new StoreFaultException(
          "embedded.start", "the data folder " + folder + " cannot be locked: " + e, e);
    } finally {
      if (!taken) {
        HELD.remove(real);
      }
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new StoreFaultException(
          "embedded.start", "the data folder " + folder + " cannot be entered: " + e, e);
    }
  }

  private static InvalidValueException inUse(Path folder, String holder) {
    return new InvalidValueException(
        "data",
        "the folder "
            + folder
            + " is in use by "
            + holder
            + "; stop it, share its store, or name another folder");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreFaultException("embedded.close", "the lock of " + folder + ": " + e, e);
    } finally {
      HELD.remove(folder);
    }
  }
}
