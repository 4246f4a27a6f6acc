package dev.mainstay.redis.internal.link;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which servers there are, and which of them answers for a key. */
interface Topology extends AutoCloseable {

  /** Where a call goes on that a server refused. */
  sealed interface Way {
    /** Nowhere: the refusal is the answer. */
    record End() implements Way {}

    /** To the server that has the key by then, after a wait. */
    record Again(Duration after) implements Way {}

    /** To a server that was named; {@code asking} where the key is on its way there. */
    record To(Server server, boolean asking) implements Way {}
  }

  /** Nowhere. */
  Way END = new Way.End();

  /**
   * Connects. Blocks for the connect timeout at most.
   *
   * @throws dev.mainstay.errors.MainstayException saying why it cannot
   */
  void start();

  /** The server for a key, or any for none; {@code null} where none is known. */
  @Nullable Server server(byte @Nullable [] key);

  /** The servers that share the keys between them. */
  List<Server> primaries();

  /** All servers that are connected to, replicas too. */
  List<Server> servers();

  /** How many slots were given to another server until now. */
  default long moves() {
    return 0;
  }

  /** A server refused a call: where it goes on. */
  Way onward(String error);

  @Override
  void close();
}
