package dev.mainstay.redis.internal.link;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What to send. The parts are not copied: they are not to be changed afterwards. */
public final class Request {
  private final String operation;
  private final String name;
  private final Deadline deadline;
  private final byte @Nullable [] key;
  private final byte[][] parts;
  private final @Nullable Supplier<Request> unknownScript;
  private final boolean pushed;

  private Request(
      String operation,
      String name,
      Deadline deadline,
      byte @Nullable [] key,
      byte[][] parts,
      @Nullable Supplier<Request> unknownScript,
      boolean pushed) {
    this.operation = operation;
    this.name = name;
    this.deadline = deadline;
    this.key = key;
    this.parts = parts;
    this.unknownScript = unknownScript;
    this.pushed = pushed;
  }

  /**
   * A request that any server of the store can answer.
   *
   * @param operation for messages, as in {@code sessions.find}
   * @param name for events: the command or the script, as in {@code HGETALL}
   * @param deadline which deadline holds
   * @param parts the command and its arguments as they go over the wire
   */
  public Request(String operation, String name, Deadline deadline, byte[]... parts) {
    this(operation, name, deadline, null, parts, null, false);
  }

  /** The same for the server that has the key. */
  public Request at(byte @Nullable [] its) {
    return new Request(operation, name, deadline, its, parts, unknownScript, pushed);
  }

  /** The same; where the server does not know the script, another is sent, once. */
  public Request orWhole(Supplier<Request> whole) {
    return new Request(operation, name, deadline, key, parts, whole, pushed);
  }

  /**
   * The same for a command that the server answers by a push, which belongs to no call: a {@code
   * PING} goes behind it, and its answer is the answer. It comes after the push.
   */
  Request answeredByPush() {
    return new Request(operation, name, deadline, key, parts, unknownScript, true);
  }

  boolean isPushed() {
    return pushed;
  }

  String operation() {
    return operation;
  }

  String name() {
    return name;
  }

  Deadline deadline() {
    return deadline;
  }

  /** The key whose server answers; {@code null} where any does. */
  byte @Nullable [] key() {
    return key;
  }

  byte[][] parts() {
    return parts;
  }

  @Nullable Supplier<Request> unknownScript() {
    return unknownScript;
  }
}
