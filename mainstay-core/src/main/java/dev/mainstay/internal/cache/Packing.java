package dev.mainstay.internal.cache;

import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.CodecException;
import dev.mainstay.spi.Entry;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Values as entries and back, and for how long they count. */
final class Packing<V extends @Nullable Object> {
  /** What no writer means to be answered any more, whatever the clocks say. */
  private static final long OVERDUE = Duration.ofMinutes(1).toMillis();

  final Freshness freshness;
  private final Codec<V> codec;
  private final StoreClock clock;

  /** How an entry counts. */
  enum Counts {
    /** As if it were the source. */
    FRESH,
    /** Until it is loaded anew. */
    WHILE_LOADED,
    /** Only where it cannot be loaded. */
    IF_FAILED,
    /** Not at all. */
    NOT
  }

  Packing(Freshness freshness, Codec<V> codec, StoreClock clock) {
    this.freshness = freshness;
    this.codec = codec;
    this.clock = clock;
  }

  /**
   * How an entry counts now. Where nothing stale is ever answered the store alone says when it
   * ends, and the clock, which is an estimate, has no say.
   */
  Counts counts(Entry entry) {
    if (isForeign(entry)) {
      return Counts.NOT;
    }
    long left = left(entry);
    if (left > 0 || (freshness.usable().isZero() && left > -OVERDUE)) {
      return Counts.FRESH;
    }
    if (-left < freshness.staleWhileRevalidate().toMillis()) {
      return Counts.WHILE_LOADED;
    }
    return -left < freshness.staleIfError().toMillis() ? Counts.IF_FAILED : Counts.NOT;
  }

  /** Whether another codec wrote it. */
  boolean isForeign(Entry entry) {
    return entry.schema() != codec.schema();
  }

  /** For how many milliseconds it is fresh still. */
  long left(Entry entry) {
    return entry.writtenMillis() + entry.freshFor().toMillis() - clock.millis();
  }

  /** How long ago it was stored. */
  Duration age(Entry entry) {
    return Duration.ofMillis(Math.max(0, clock.millis() - entry.writtenMillis()));
  }

  /**
   * Whether to load ahead what is fresh still: XFetch, the likelier the nearer the end is and the
   * longer a load takes.
   */
  boolean isDueAhead(Entry entry) {
    return freshness.refreshAhead() > 0 && ahead(entry) >= left(entry);
  }

  /** So many milliseconds before its end somebody loads it ahead; by chance. */
  long ahead(Entry entry) {
    double beta = freshness.refreshAhead();
    if (beta == 0) {
      return 0;
    }
    double chance = -Math.log(1 - ThreadLocalRandom.current().nextDouble());
    return Math.round(entry.loadTime().toMillis() * beta * chance);
  }

  /**
   * The value of an entry. Of errors, those count as not read that come of its bytes or of a class
   * that is not what it was when they were written.
   *
   * @throws CodecException where it cannot be read
   */
  @SuppressWarnings("NullAway") // absences are stored only where V may be null
  V value(Entry entry) {
    if (entry.isAbsent()) {
      return null;
    }
    try {
      return codec.decode(entry.payload());
    } catch (CodecException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new CodecException("a cached value could not be read", e);
    }
  }

  /** A value as it is encoded. */
  byte[] encoded(V value) {
    return codec.encode(value);
  }

  /** The entry of a value; {@code null} where it is not to be stored. */
  @Nullable Entry entry(Loaded<V> loaded, Duration loadTime) {
    V value = loaded.value();
    if (!loaded.stored() || (value == null && freshness.absent().isZero())) {
      return null;
    }
    Duration ttl = loaded.ttl().orElse(value == null ? freshness.absent() : freshness.ttl());
    Duration jittered = jittered(ttl);
    if (value == null) {
      return Entry.absent(codec.schema(), clock.millis(), jittered).loadedIn(loadTime);
    }
    byte[] payload = codec.encode(value);
    return payload.length > freshness.maxBytes()
        ? null
        : Entry.of(payload, codec.schema(), clock.millis(), jittered).loadedIn(loadTime);
  }

  /** For how long an entry is stored: stale it may be of use still. */
  Duration life(Entry entry, Loaded<V> loaded) {
    return entry.freshFor().plus(loaded.stale().orElse(freshness.usable()));
  }

  /**
   * How an entry looks that is known not to be invalidated.
   *
   * @throws CodecException where it cannot be read
   */
  Look<V> look(Entry entry) {
    Counts counts = counts(entry);
    if (counts == Counts.NOT) {
      return new Look.Absent<>();
    }
    Duration age = age(entry);
    return counts == Counts.FRESH
        ? new Look.Fresh<>(value(entry), age, Duration.ofMillis(Math.max(0, left(entry))))
        : new Look.Stale<>(value(entry), age);
  }

  private Duration jittered(Duration ttl) {
    double shorter = freshness.jitter() * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis(Math.max(1, Math.round(ttl.toMillis() * (1 - shorter))));
  }
}
