package dev.mainstay.redis.internal.limits;

import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.script.Script;
import dev.mainstay.redis.internal.script.Scripts;
import dev.mainstay.time.StoreClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The scripts of limits, each run with the store's clock or, in a test, with one that is held. */
final class LimitScripts {
  static final Script TAKE = Script.load("limits/take");
  static final Script TAKE_MANY = Script.load("limits/take_many");
  static final Script SETTLE = Script.load("limits/settle");
  static final Script LOOK = Script.load("limits/look");
  static final Script HOLD = Script.load("limits/hold");
  static final Script PUBLISH = Script.load("limits/publish");

  /** All of them, to be loaded ahead. */
  static final List<Script> ALL = List.of(TAKE, TAKE_MANY, SETTLE, LOOK, HOLD, PUBLISH);

  private static final byte[] NOTHING = new byte[0];

  private final Link link;
  private final @Nullable StoreClock held;
  private final Script take;

  LimitScripts(Link link, @Nullable StoreClock held) {
    this(link, held, TAKE);
  }

  /** With another script that takes, as one in which a fault was planted. */
  LimitScripts(Link link, @Nullable StoreClock held, Script take) {
    this.link = link;
    this.held = held;
    this.take = take;
  }

  /** Whether a test holds the clock. */
  boolean isHeld() {
    return held != null;
  }

  /** Whether no fault is planted in the script that takes. */
  boolean isUsual() {
    return take.equals(TAKE);
  }

  /** The script that takes. */
  Script take() {
    return take;
  }

  /** Runs a script; the instant is put into the first argument. */
  @SuppressWarnings({"unchecked", "NullAway", "rawtypes"}) // these scripts never answer nil
  CompletableFuture<List<Object>> run(
      String operation, Script script, Deadline deadline, byte[][] keys, byte[]... args) {
    args[0] = held == null ? NOTHING : RuleArgs.number(held.micros());
    return (CompletableFuture) Scripts.run(link, operation, script, deadline, keys, args);
  }

  /** About what the store's clock says, in microseconds. */
  long nowMicros() {
    return (held == null ? link.clock() : held).micros();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
