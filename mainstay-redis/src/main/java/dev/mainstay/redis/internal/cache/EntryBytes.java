package dev.mainstay.redis.internal.cache;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Stored;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an entry is spelled, format 1; all numbers are big-endian:
 *
 * <pre>
 * kind  version  flags  schema  number(8)                                  a lease
 * kind  version  flags  schema  number(8)*                                 a write, by its writers
 * kind  version  flags  schema  number(8) written(6) fresh(4) load(2) ...  a value
 * </pre>
 *
 * <p>So a value that has no tags takes 24 bytes beside its payload. Bytes that are no such thing
 * are somebody else's, or of another version of this: they are told apart, and never a reason to
 * fail.
 */
final class EntryBytes {
  static final byte VALUE = 'V';
  static final byte LEASE = 'L';
  static final byte WRITE = 'T';

  private static final byte VERSION = 1;
  private static final int IS_ABSENT = 1;
  private static final int IS_TAGGED = 2;
  private static final int ALL_FLAGS = IS_ABSENT | IS_TAGGED;
  private static final int START = 4;
  private static final int LEASE_SIZE = START + Long.BYTES;
  private static final int VALUE_SIZE = 24;
  private static final int MOST_TAGS = 0xff;
  private static final int MOST_SHORT = 0xffff;
  private static final long MOST_INT = 0xffff_ffffL;

  private EntryBytes() {}

  /** A lease as it is stored. */
  static byte[] lease(long token) {
    return ByteBuffer.allocate(LEASE_SIZE)
        .put(LEASE)
        .put(VERSION)
        .putShort((short) 0)
        .putLong(token)
        .array();
  }

  /** What a script knows a lease or a value by: kind, version and number. */
  static byte[] head(byte kind, long number) {
    return ByteBuffer.allocate(2 + Long.BYTES).put(kind).put(VERSION).putLong(number).array();
  }

  /** Numbers as they are stored. */
  static byte[] numbers(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return bytes.array();
  }

  /** A value as it is stored under a number. Fresh for 49 days at most: nothing lives so long. */
  static byte[] value(Entry entry, long stamp) {
    byte[] payload = entry.payload();
    byte[] tags = tags(entry.tags());
    int flags = (entry.isAbsent() ? IS_ABSENT : 0) | (tags.length > 0 ? IS_TAGGED : 0);
    long written = Math.max(0, entry.writtenMillis());
    return ByteBuffer.allocate(VALUE_SIZE + tags.length + payload.length)
        .put(VALUE)
        .put(VERSION)
        .put((byte) flags)
        .put((byte) entry.schema())
        .putLong(stamp)
        .putShort((short) (written >>> Integer.SIZE))
        .putInt((int) written)
        .putInt((int) Math.min(entry.freshFor().toMillis(), MOST_INT))
        .putShort((short) Math.min(entry.loadTime().toMillis(), MOST_SHORT))
        .put(tags)
        .put(payload)
        .array();
  }

  private static byte[] tags(List<Entry.TagMark> marks) {
    if (marks.isEmpty()) {
      return new byte[0];
    }
    if (marks.size() > MOST_TAGS) {
      throw new IllegalArgumentException(marks.size() + " tags are more than " + MOST_TAGS);
    }
    List<byte[]> names =
        marks.stream().map(mark -> mark.tag().getBytes(StandardCharsets.UTF_8)).toList();
    int size = names.stream().mapToInt(name -> Short.BYTES + name.length + Long.BYTES).sum();
    ByteBuffer bytes = ByteBuffer.allocate(1 + size).put((byte) marks.size());
    for (int i = 0; i < names.size(); i++) {
      byte[] name = names.get(i);
      if (name.length > MOST_SHORT) {
        throw new IllegalArgumentException("a tag of " + name.length + " bytes is too long");
      }
      bytes.putShort((short) name.length).put(name).putLong(marks.get(i).moved());
    }
    return bytes.array();
  }

  /** What is stored so; {@code null} where it is none of ours. */
  static @Nullable Stored read(byte[] bytes) {
    if (bytes.length < START || bytes[1] != VERSION) {
      return null;
    }
    return switch (bytes[0]) {
      case LEASE ->
          bytes.length == LEASE_SIZE
              ? new Stored.Leased(ByteBuffer.wrap(bytes).getLong(START))
              : null;
      case WRITE -> (bytes.length - START) % Long.BYTES == 0 ? Stored.WRITTEN : null;
      case VALUE -> readValue(bytes);
      default -> null;
    };
  }

  /** How many write, where it is a write. */
  static int writers(byte[] bytes) {
    return (bytes.length - START) / Long.BYTES;
  }

  private static @Nullable Stored readValue(byte[] bytes) {
    int flags = bytes[2];
    if (bytes.length < VALUE_SIZE || (flags & ~ALL_FLAGS) != 0) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).position(START);
    int schema = bytes[3] & 0xff;
    long stamp = buffer.getLong();
    long written = (buffer.getShort() & 0xffffL) << Integer.SIZE | (buffer.getInt() & MOST_INT);
    Duration fresh = Duration.ofMillis(buffer.getInt() & MOST_INT);
    Duration load = Duration.ofMillis(buffer.getShort() & MOST_SHORT);
    List<Entry.TagMark> tags = (flags & IS_TAGGED) == 0 ? List.of() : readTags(buffer);
    boolean absent = (flags & IS_ABSENT) != 0;
    if (tags == null || (absent && buffer.hasRemaining())) {
      return null;
    }
    byte[] payload = new byte[buffer.remaining()];
    buffer.get(payload);
    Entry entry =
        absent ? Entry.absent(schema, written, fresh) : Entry.of(payload, schema, written, fresh);
    entry = load.isZero() ? entry : entry.loadedIn(load);
    return new Stored.Value(tags.isEmpty() ? entry : entry.tagged(tags), stamp);
  }

  private static @Nullable List<Entry.TagMark> readTags(ByteBuffer buffer) {
    try {
      int count = buffer.get() & 0xff;
      List<Entry.TagMark> tags = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int length = buffer.getShort() & MOST_SHORT;
        if (length > buffer.remaining()) {
          return null;
        }
        byte[] name = new byte[length];
        buffer.get(name);
        tags.add(new Entry.TagMark(new String(name, StandardCharsets.UTF_8), buffer.getLong()));
      }
      return tags;
    } catch (BufferUnderflowException cutOff) {
      return null;
    }
  }
}
