package dev.mainstay.redis.internal.script;

import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Fenced;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Pin;
import dev.mainstay.redis.internal.link.Pinned;
import dev.mainstay.redis.internal.link.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs scripts: by their SHA-1, and where the server does not know it, once by their text. */
public final class Scripts {
  private static final byte[] EVALSHA = ascii("EVALSHA");
  private static final byte[] EVAL = ascii("EVAL");
  private static final byte[] EVALSHA_RO = ascii("EVALSHA_RO");
  private static final byte[] EVAL_RO = ascii("EVAL_RO");

  private Scripts() {}

  /**
   * Runs a script; one round trip, two where the server has forgotten it.
   *
   * @param operation for messages, as in {@code sessions.update}
   * @param deadline which deadline holds
   * @return the reply: {@code byte[]}, {@code Long}, lists and {@code null}; a reply that is a
   *     single value is a list of one
   */
  public static CompletableFuture<List<@Nullable Object>> run(
      Link link,
      String operation,
      Script script,
      Deadline deadline,
      byte[][] keys,
      byte[]... args) {
    return link.dispatch(request(EVALSHA, EVAL, operation, script, deadline, keys, args));
  }

  /** Runs a script over one connection, see {@link Link#dispatch(Request, Pin)}. */
  public static CompletableFuture<@Nullable List<@Nullable Object>> runPinned(
      Link link,
      Pin pin,
      String operation,
      Script script,
      Deadline deadline,
      byte[][] keys,
      byte[]... args) {
    return link.dispatch(request(EVALSHA, EVAL, operation, script, deadline, keys, args), pin);
  }

  /** Runs a script and says over which connection it was answered. */
  public static CompletableFuture<Pinned> runToPin(
      Link link,
      String operation,
      Script script,
      Deadline deadline,
      byte[][] keys,
      byte[]... args) {
    return link.dispatchToPin(request(EVALSHA, EVAL, operation, script, deadline, keys, args));
  }

  /**
   * Runs a script that writes and waits for the replicas, see {@link Link#fenced}; one round trip.
   */
  public static CompletableFuture<Fenced> runFenced(
      Link link, String operation, Script script, byte[][] keys, byte[]... args) {
    return link.fenced(request(EVALSHA, EVAL, operation, script, Deadline.WRITE, keys, args));
  }

  /** Runs a script that only reads on a replica that may lag, see {@link Link#stale}. */
  public static CompletableFuture<@Nullable List<@Nullable Object>> runStale(
      Link link, String operation, Script script, Duration allowed, byte[][] keys, byte[]... args) {
    return link.stale(
        request(EVALSHA_RO, EVAL_RO, operation, script, Deadline.READ, keys, args), allowed);
  }

  private static Request request(
      byte[] byHash,
      byte[] byText,
      String operation,
      Script script,
      Deadline deadline,
      byte[][] keys,
      byte[][] args) {
    byte[][] parts = parts(byHash, script.sha1Bytes(), keys, args);
    return new Request(operation, script.name(), deadline, parts)
        .at(keys.length == 0 ? null : keys[0])
        .orWhole(
            () -> {
              byte[][] whole = parts(byText, script.textBytes(), keys, args);
              return new Request(operation, script.name(), deadline, whole);
            });
  }

  /**
   * Loads scripts over each connection that there is and over each new one, so that the first call
   * finds them. Best effort: a server that refuses is logged once, and the scripts run all the
   * same.
   */
  public static void preload(Link link, List<Script> scripts) {
    for (Script script : scripts) {
      byte[][] parts = {ascii("SCRIPT"), ascii("LOAD"), script.textBytes()};
      link.greet(new Request("scripts.load", "SCRIPT LOAD", Deadline.WRITE, parts));
    }
  }

  private static byte[][] parts(byte[] verb, byte[] script, byte[][] keys, byte[][] args) {
    byte[][] parts = new byte[3 + keys.length + args.length][];
    parts[0] = verb;
    parts[1] = script;
    parts[2] = ascii(Integer.toString(keys.length));
    System.arraycopy(keys, 0, parts, 3, keys.length);
    System.arraycopy(args, 0, parts, 3 + keys.length, args.length);
    return parts;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
