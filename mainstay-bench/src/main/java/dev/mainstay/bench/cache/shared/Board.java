package dev.mainstay.bench.cache.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbers that several processes share, in a file that each has in its memory: a source with one
 * truth, signals that cost no message, counts that outlive who counted. Each lane has its own.
 */
public final class Board implements AutoCloseable {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int WORDS = 64;
  private static final int SPINS = 10;
  private static final long TICK = 20_000;
  private static final long MOST_TICK = 500_000;

  private final Path file;
  private final ByteBuffer bytes;
  private final int lanes;
  private final boolean isOwn;

  private Board(Path file, int lanes, boolean isOwn) {
    this.file = file;
    this.lanes = lanes;
    this.isOwn = isOwn;
    long size = (long) lanes * WORDS * Long.BYTES;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      this.bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new one, all zero. */
  public static Board create(int lanes) {
    try {
      return new Board(Files.createTempFile("mainstay-board", ".bin"), lanes, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of another process. */
  public static Board open(Path file, int lanes) {
    return new Board(file, lanes, false);
  }

  /** What {@link #open} wants. */
  public Path file() {
    return file;
  }

  /** How many lanes it has. */
  public int lanes() {
    return lanes;
  }

  @SuppressWarnings("EnumOrdinal") // all processes have the same classes
  private static int at(int lane, Enum<?> word) {
    return (lane * WORDS + word.ordinal()) * Long.BYTES;
  }

  /** A number, as who wrote it last left it. */
  public long get(int lane, Enum<?> word) {
    return (long) LONGS.getVolatile(bytes, at(lane, word));
  }

  /** Writes a number; who sees it sees all that was written before. */
  public void set(int lane, Enum<?> word, long value) {
    LONGS.setVolatile(bytes, at(lane, word), value);
  }

  /** Counts, whoever else does; what was there before. */
  public long add(int lane, Enum<?> word, long more) {
    return (long) LONGS.getAndAdd(bytes, at(lane, word), more);
  }

  /** The sum over all lanes. */
  public long sum(Enum<?> word) {
    long sum = 0;
    for (int lane = 0; lane < lanes; lane++) {
      sum += get(lane, word);
    }
    return sum;
  }

  /** The greatest of all lanes. */
  public long most(Enum<?> word) {
    long most = 0;
    for (int lane = 0; lane < lanes; lane++) {
      most = Math.max(most, get(lane, word));
    }
    return most;
  }

  /**
   * Waits until a number is no less.
   *
   * @param most so many nanoseconds
   * @return whether it is
   */
  public boolean await(int lane, Enum<?> word, long least, long most) {
    long end = System.nanoTime() + most;
    for (int i = 0; get(lane, word) < least; i++) {
      if (i < SPINS) {
        Thread.onSpinWait();
      } else if (System.nanoTime() - end >= 0) {
        return false;
      } else {
        LockSupport.parkNanos(Math.min(MOST_TICK, TICK * (i / SPINS)));
      }
    }
    return true;
  }

  /** Waits for a while, as exactly as that is possible without a processor of one's own. */
  public static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      if (nanos > 2 * TICK) {
        LockSupport.parkNanos(end - System.nanoTime());
      } else {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    if (isOwn) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
