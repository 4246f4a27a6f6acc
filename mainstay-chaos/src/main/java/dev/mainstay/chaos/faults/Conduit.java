package dev.mainstay.chaos.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One direction of one connection: a thread takes bytes and another passes them on when they are
 * due. Two, so that a delay holds up each byte for as long as it says, and not the next ones too.
 */
final class Conduit {
  private static final int CHUNK = 16 * 1024;

  /** So many are kept while nothing passes, up to a megabyte; then no more are taken. */
  private static final int CHUNKS = 64;

  private final InputStream in;
  private final OutputStream out;
  private final Valve valve;
  private final Runnable breaks;
  private final Runnable ends;
  private final BlockingQueue<Chunk> kept = new ArrayBlockingQueue<>(CHUNKS);

  /** Bytes that were taken, and when they are to go on; none are the end. */
  private static final class Chunk {
    private final byte[] bytes;
    private final long due;

    private Chunk(byte[] bytes, long due) {
      this.bytes = bytes;
      this.due = due;
    }
  }

  /**
   * @param breaks breaks the connection
   * @param ends ends the connection
   */
  Conduit(InputStream in, OutputStream out, Valve valve, Runnable breaks, Runnable ends) {
    this.in = in;
    this.out = out;
    this.valve = valve;
    this.breaks = breaks;
    this.ends = ends;
  }

  /** Takes bytes until there are no more. */
  void take() throws InterruptedException {
    try {
      byte[] buffer = new byte[CHUNK];
      valve.awaitTaking();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!valve.isDropping()) {
          long due = System.nanoTime() + valve.delayNanos();
          kept.put(new Chunk(Arrays.copyOf(buffer, read), due));
        }
        valve.awaitTaking();
      }
    } catch (IOException broken) {
      // As at the end: what was taken before is still passed on.
    }
    kept.put(new Chunk(new byte[0], System.nanoTime()));
  }

  /** Passes on what was taken, until the end of it. */
  void pass() throws InterruptedException {
    try {
      for (Chunk chunk = kept.take(); chunk.bytes.length > 0; chunk = kept.take()) {
        Pause.of(Duration.ofNanos(Math.max(0, chunk.due - System.nanoTime())));
        valve.awaitPassing();
        int allowed = valve.pass(chunk.bytes.length);
        if (!valve.isDropping()) {
          out.write(chunk.bytes, 0, allowed);
          out.flush();
        }
        if (allowed < chunk.bytes.length) {
          breaks.run();
          return;
        }
      }
      valve.awaitPassing();
    } catch (IOException broken) {
      // The other side is gone, and with it the connection.
    }
    ends.run();
  }
}
