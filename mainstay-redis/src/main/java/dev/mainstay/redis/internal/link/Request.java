package dev.mainstay.redis.internal.link;

/** What to send. The parts are not copied: they are not to be changed afterwards. */
public final class Request {
  private final String operation;
  private final String name;
  private final Deadline deadline;
  private final byte[][] parts;

  /**
   * @param operation for messages, as in {@code sessions.find}
   * @param name for events: the command or the script, as in {@code HGETALL}
   * @param deadline which deadline holds
   * @param parts the command and its arguments as they go over the wire
   */
  public Request(String operation, String name, Deadline deadline, byte[]... parts) {
    this.operation = operation;
    this.name = name;
    this.deadline = deadline;
    this.parts = parts;
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

  byte[][] parts() {
    return parts;
  }
}
