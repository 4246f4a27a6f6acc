package dev.mainstay.spi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A value as it is kept: its bytes, and what is needed to judge how fresh they are. Immutable, but
 * for the payload, which is not copied and not to be changed.
 */
public final class Entry {
  private static final byte[] NOTHING = {};

  private final byte[] payload;
  private final int schema;
  private final boolean absent;
  private final long writtenMillis;
  private final Duration freshFor;
  private final Duration loadTime;
  private final List<TagMark> tags;

  /**
   * A tag of an entry.
   *
   * @param tag its name
   * @param moved the count of moves when it had last moved; the entry counts while it still has not
   */
  public record TagMark(String tag, long moved) {}

  private Entry(
      byte[] payload,
      int schema,
      boolean absent,
      long writtenMillis,
      Duration freshFor,
      Duration loadTime,
      List<TagMark> tags) {
    this.payload = payload;
    this.schema = schema;
    this.absent = absent;
    this.writtenMillis = writtenMillis;
    this.freshFor = freshFor;
    this.loadTime = loadTime;
    this.tags = tags;
  }

  /**
   * A value.
   *
   * @param payload as the codec wrote it
   * @param schema of the codec, 0 to 255
   * @param writtenMillis when, on the store's clock as far as it is known
   * @param freshFor for so long it is fresh; in whole milliseconds
   */
  public static Entry of(byte[] payload, int schema, long writtenMillis, Duration freshFor) {
    return new Entry(payload, schema, false, writtenMillis, freshFor, Duration.ZERO, List.of());
  }

  /** The knowledge that there is no value. */
  public static Entry absent(int schema, long writtenMillis, Duration freshFor) {
    return new Entry(NOTHING, schema, true, writtenMillis, freshFor, Duration.ZERO, List.of());
  }

  /** The same, loaded in so long; kept in milliseconds, and no more than 65,535 of them. */
  public Entry loadedIn(Duration time) {
    return new Entry(payload, schema, absent, writtenMillis, freshFor, time, tags);
  }

  /** The same with tags. */
  public Entry tagged(List<TagMark> marks) {
    return new Entry(
        payload, schema, absent, writtenMillis, freshFor, loadTime, List.copyOf(marks));
  }

  /** The same without the value's bytes. */
  public Entry withoutPayload() {
    return new Entry(NOTHING, schema, absent, writtenMillis, freshFor, loadTime, tags);
  }

  /** The value's bytes; empty where {@link #isAbsent()}. */
  public byte[] payload() {
    return payload;
  }

  /** The schema of the codec that wrote them. */
  public int schema() {
    return schema;
  }

  /** Whether what is known is that there is no value. */
  public boolean isAbsent() {
    return absent;
  }

  /** When it was written, on the store's clock as far as the writer knew it. */
  public long writtenMillis() {
    return writtenMillis;
  }

  /** For so long after that it is fresh. */
  public Duration freshFor() {
    return freshFor;
  }

  /** How long it took to load; zero where nobody measured. */
  public Duration loadTime() {
    return loadTime;
  }

  /** Its tags; nearly always none. */
  public List<TagMark> tags() {
    return tags;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry entry
        && Arrays.equals(payload, entry.payload)
        && schema == entry.schema
        && absent == entry.absent
        && writtenMillis == entry.writtenMillis
        && freshFor.equals(entry.freshFor)
        && loadTime.equals(entry.loadTime)
        && tags.equals(entry.tags);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(payload) + 31 * Long.hashCode(writtenMillis);
  }

  @Override
  public String toString() {
    return "Entry[" + (absent ? "absent" : payload.length + " bytes") + ", " + freshFor + "]";
  }
}
