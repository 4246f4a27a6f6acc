package dev.mainstay.tck.near;

import dev.mainstay.errors.MainstayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One process writes versions of a few things, another has them near: of each answer it is looked
 * how long ago the store acknowledged a later version.
 */
public abstract class Ages implements AutoCloseable {
  /** So old at most is what is near. */
  public static final Duration MOST = Duration.ofMillis(400);

  /** By what it may be older, as long as the machine lets the test run. */
  public static final Duration LATE = Duration.ofMillis(50);

  /** How many things there are. */
  protected static final int THINGS = 4;

  private static final long WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long READ_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final List<Map<Long, Long>> acknowledged = new ArrayList<>();
  private final AtomicLong oldest = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong others = new AtomicLong();
  private List<Thread> threads = List.of();
  private volatile boolean writes = true;
  private volatile boolean over;

  /** Nothing is written or read before {@link #begin}. */
  protected Ages() {
    for (int i = 0; i < THINGS; i++) {
      acknowledged.add(new ConcurrentSkipListMap<>());
    }
  }

  /** Begins to write and to read. */
  protected final void begin() {
    threads = List.of(new Thread(this::write, "writer"), new Thread(this::read, "reader"));
    threads.forEach(Thread::start);
  }

  /** Writes a version of one of them, or fails as the store does. */
  protected abstract void write(int thing, long version);

  /** The version that is answered; empty where none is, or one that tells nothing. */
  protected abstract OptionalLong read(int thing);

  /** From now on nothing earlier is to be answered; the first time counts. */
  protected final void acknowledged(int thing, long version) {
    acknowledged.get(thing).putIfAbsent(version, System.nanoTime());
  }

  private void write() {
    for (long version = 1; !over; version++) {
      LockSupport.parkNanos(WRITE_NANOS);
      if (writes) {
        int thing = (int) (version % THINGS);
        try {
          write(thing, version);
          acknowledged(thing, version);
        } catch (CompletionException | MainstayException e) {
          // It may be written or not: an answer is not held against it.
          if (e instanceof CompletionException && !(e.getCause() instanceof MainstayException)) {
            throw e;
          }
        }
      }
    }
  }

  private void read() {
    while (!over) {
      LockSupport.parkNanos(READ_NANOS);
      for (int thing = 0; thing < THINGS; thing++) {
        long now = System.nanoTime();
        OptionalLong version = read(thing);
        if (version.isPresent()) {
          answers.incrementAndGet();
          look(thing, version.getAsLong(), now);
        } else {
          others.incrementAndGet();
        }
      }
    }
  }

  private void look(int thing, long version, long now) {
    var later = ((ConcurrentSkipListMap<Long, Long>) acknowledged.get(thing)).higherEntry(version);
    if (later != null) {
      oldest.accumulateAndGet(now - later.getValue(), Math::max);
    }
  }

  /** Nothing is written until {@link #resume}, and what was written is everywhere. */
  public void pause(Duration time) {
    writes = false;
    pass(time);
  }

  /** It is written again, and what was acknowledged before counts no more. */
  public void resume() {
    acknowledged.forEach(Map::clear);
    writes = true;
  }

  /** Lets time pass. */
  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** The age of the oldest answer. */
  public Duration oldest() {
    return Duration.ofNanos(oldest.get());
  }

  /** How many answers there were that tell something. */
  public long answers() {
    return answers.get();
  }

  /** Whether each was written since {@link #resume}, as far as it is acknowledged. */
  public boolean isWritten() {
    return acknowledged.stream().allMatch(versions -> versions.size() > 1);
  }

  @Override
  public String toString() {
    return "oldest " + oldest() + " of " + answers + " answers, " + others + " others";
  }

  @Override
  public void close() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
