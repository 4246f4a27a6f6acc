package dev.mainstay.tck.near;

import dev.mainstay.Mainstay;
import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.MainstayException;
import dev.mainstay.near.Near;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One process writes versions of a few keys, another has them near: of each answer it is looked how
 * long ago the store acknowledged a later version. What is loaded does not count.
 */
public final class Ages implements AutoCloseable {
  /** So old at most is what is near. */
  public static final Duration MOST = Duration.ofMillis(400);

  /** By what it may be older, as long as the machine lets the test run. */
  public static final Duration LATE = Duration.ofMillis(50);

  private static final String NAME = "ages";
  private static final int KEYS = 4;
  private static final long WRITE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long READ_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final String LOADED = "0";

  private final Mainstay reader;
  private final CacheStore store;
  private final Cache<String, String> cache;
  private final List<Map<Long, Long>> acknowledged = new ArrayList<>();
  private final List<Thread> threads;
  private final AtomicLong oldest = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong loads = new AtomicLong();
  private volatile boolean writes = true;
  private volatile boolean over;

  /**
   * @param reader the engine of the process that has them near; closed with this
   * @param writer the other's
   */
  public Ages(Engine reader, Engine writer) {
    this.reader = Mainstay.on(reader);
    this.store = writer.cache();
    this.cache =
        this.reader.cache(
            NAME, Freshness.of(Duration.ofMinutes(10)).near(Near.of(100).maxAge(MOST)), Codec.TEXT);
    for (int i = 0; i < KEYS; i++) {
      acknowledged.add(new ConcurrentSkipListMap<>());
    }
    threads = List.of(new Thread(this::write, "writer"), new Thread(this::read, "reader"));
    threads.forEach(Thread::start);
  }

  private void write() {
    for (long version = 1; !over; version++) {
      LockSupport.parkNanos(WRITE_NANOS);
      if (writes) {
        write((int) (version % KEYS), version);
      }
    }
  }

  private void write(int key, long version) {
    byte[] payload = Long.toString(version).getBytes(StandardCharsets.UTF_8);
    Duration life = Duration.ofMinutes(10);
    Entry entry = Entry.of(payload, Codec.TEXT.schema(), System.currentTimeMillis(), life);
    try {
      store.put(new EntryKey("default", NAME, "k" + key), entry, life).toCompletableFuture().join();
      acknowledged.get(key).put(version, System.nanoTime());
    } catch (CompletionException e) {
      // It may be written or not: an answer is not held against it.
      if (!(e.getCause() instanceof MainstayException)) {
        throw e;
      }
    }
  }

  private void read() {
    while (!over) {
      LockSupport.parkNanos(READ_NANOS);
      for (int key = 0; key < KEYS; key++) {
        long now = System.nanoTime();
        String answer = cache.getLoaded("k" + key, any -> Loaded.of(LOADED).notStored());
        if (answer.equals(LOADED)) {
          loads.incrementAndGet();
        } else {
          answers.incrementAndGet();
          look(key, Long.parseLong(answer), now);
        }
      }
    }
  }

  private void look(int key, long version, long now) {
    var later = ((ConcurrentSkipListMap<Long, Long>) acknowledged.get(key)).higherEntry(version);
    if (later != null) {
      oldest.accumulateAndGet(now - later.getValue(), Math::max);
    }
  }

  /** Its keys, as they are spelled. */
  public static List<String> keys() {
    return IntStream.range(0, KEYS).mapToObj(key -> "k" + key).toList();
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

  /** How many answers there were from the cache. */
  public long answers() {
    return answers.get();
  }

  /** Whether each key was written since {@link #resume}, as far as it is acknowledged. */
  public boolean isWritten() {
    return acknowledged.stream().allMatch(versions -> versions.size() > 1);
  }

  @Override
  public String toString() {
    return "oldest " + oldest() + " of " + answers + " answers, " + loads + " loads";
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
    reader.close();
  }
}
