package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Pin;
import dev.mainstay.redis.internal.link.Pinned;
import dev.mainstay.redis.internal.link.Request;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.redis.internal.script.Scripts;
import dev.mainstay.time.StoreClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The scripts and commands of caches; each with the store's clock or, in a test, with one that is
 * held.
 */
final class CacheScripts {
  static final Script FILL = Script.load("cache/fill");
  static final Script EXTEND = Script.load("cache/extend");
  static final Script RELEASE = Script.load("cache/release");
  static final Script DROP = Script.load("cache/drop");
  static final Script REJECT = Script.load("cache/reject");
  static final Script REFRESH = Script.load("cache/refresh");
  static final Script BEGIN = Script.load("cache/begin");
  static final Script FINISH = Script.load("cache/finish");
  static final Script INSPECT = Script.load("cache/inspect");
  static final Script MOVES = Script.load("cache/moves");
  static final Script MOVE = Script.load("cache/move");
  static final Script GET_REPLICA = Script.load("cache/get_replica");

  /** All of them, to be loaded ahead. */
  static final List<Script> ALL =
      List.of(
          FILL,
          EXTEND,
          RELEASE,
          DROP,
          REJECT,
          REFRESH,
          BEGIN,
          FINISH,
          INSPECT,
          MOVES,
          MOVE,
          GET_REPLICA);

  private static final byte[] NOTHING = {};
  private static final byte[] SET = text("SET");
  private static final byte[] PX = text("PX");
  private static final byte[] PXAT = text("PXAT");
  private static final long NANOS = 1_000_000;

  private final Link link;
  private final @Nullable StoreClock held;

  CacheScripts(Link link, @Nullable StoreClock held) {
    this.link = link;
    this.held = held;
  }

  Link link() {
    return link;
  }

  /** Whether a test holds the clock. */
  boolean isHeld() {
    return held != null;
  }

  /** Milliseconds that pass as the expiry of keys sees them pass; from anywhere. */
  long passedMillis() {
    return held == null ? System.nanoTime() / NANOS : held.millis();
  }

  /** Runs a script; the instant is put into the first argument. */
  CompletableFuture<List<@Nullable Object>> run(
      String operation, Script script, Deadline deadline, byte[][] keys, byte[]... args) {
    return Scripts.run(link, operation, script, deadline, keys, timed(args));
  }

  /** Runs a script over one connection; {@code null} where that is gone. */
  CompletableFuture<@Nullable List<@Nullable Object>> run(
      Pin pin, String operation, Script script, Deadline deadline, byte[][] keys, byte[]... args) {
    return Scripts.runPinned(link, pin, operation, script, deadline, keys, timed(args));
  }

  /** Runs a script, and says over which connection it was answered. */
  CompletableFuture<Pinned> runToPin(
      String operation, Script script, Deadline deadline, byte[][] keys, byte[]... args) {
    return Scripts.runToPin(link, operation, script, deadline, keys, timed(args));
  }

  /**
   * Runs a script that needs no clock on a replica that may lag; {@code null} where none answers
   * that may.
   */
  CompletableFuture<@Nullable List<@Nullable Object>> stale(
      String operation, Script script, Duration allowed, byte[]... keys) {
    return Scripts.runStale(link, operation, script, allowed, keys);
  }

  private byte[][] timed(byte[][] args) {
    byte[][] timed = new byte[args.length + 1][];
    timed[0] = held == null ? NOTHING : number(held.millis());
    System.arraycopy(args, 0, timed, 1, args.length);
    return timed;
  }

  /** A {@code SET} of what lives so long. */
  Request set(
      String operation,
      Deadline deadline,
      byte[] key,
      byte[] value,
      Duration life,
      byte[]... conditions) {
    byte[][] parts = new byte[5 + conditions.length][];
    parts[0] = SET;
    parts[1] = key;
    parts[2] = value;
    parts[3] = held == null ? PX : PXAT;
    parts[4] = held == null ? millis(life) : number(held.millis() + whole(life));
    System.arraycopy(conditions, 0, parts, 5, conditions.length);
    return new Request(operation, "SET", deadline, parts).at(key);
  }

  static byte[] millis(Duration length) {
    return number(whole(length));
  }

  /** The store knows no shorter life than a millisecond. */
  private static long whole(Duration length) {
    return Math.max(1, length.toMillis());
  }

  static byte[] number(long number) {
    return text(Long.toString(number));
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a script did what it is for. */
  static boolean isDone(@Nullable List<@Nullable Object> reply) {
    return reply != null && Long.valueOf(1).equals(reply.get(0));
  }
}
