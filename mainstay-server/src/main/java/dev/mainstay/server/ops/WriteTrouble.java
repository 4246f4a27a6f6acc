package dev.mainstay.server.ops;

import java.util.Optional;

/** Why the next write will be refused, read from what a server says of itself. */
final class WriteTrouble {
  private WriteTrouble() {}

  /** The word that a refusal would carry; empty where none is foreseen. */
  static Optional<String> in(StoreInfo info) {
    if (info.text("role").equals("slave")) {
      return Optional.of("READONLY");
    }
    if (info.text("aof_last_write_status").equals("err")) {
      return Optional.of("MISCONF");
    }
    double most = info.number("maxmemory");
    boolean full = most > 0 && info.number("used_memory") >= most;
    return full && info.text("maxmemory_policy").equals("noeviction")
        ? Optional.of("OOM")
        : Optional.empty();
  }
}
