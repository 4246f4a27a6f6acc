package dev.mainstay.server.ops;

import java.util.Optional;

/** Why the next write will be refused, read from what a server says of itself. */
final class WriteTrouble {
  private WriteTrouble() {}

  /** The word that a refusal would carry; empty where none is foreseen. */
  static Optional<String> in(StoreInfo.Said said) {
    if (said.text("role").equals("slave")) {
      return Optional.of("READONLY");
    }
    if (said.text("aof_last_write_status").equals("err")
        || said.text("rdb_last_bgsave_status").equals("err")) {
      return Optional.of("MISCONF");
    }
    double most = said.number("maxmemory");
    boolean full = most > 0 && said.number("used_memory") >= most;
    return full && said.text("maxmemory_policy").equals("noeviction")
        ? Optional.of("OOM")
        : Optional.empty();
  }
}
