package dev.mainstay.bench.cache.throughput;

import java.util.concurrent.CompletionStage;

/** A way to read what is there, by number; many threads at once. */
interface Reader {
  /** What it is called in tables. */
  String name();

  /**
   * Reads one of the keys.
   *
   * @return whether it came from the server; who is impatient with it may have loaded instead
   */
  boolean read(int key);

  /** The same without waiting. */
  default CompletionStage<Boolean> readLater(int key) {
    throw new UnsupportedOperationException(name());
  }

  /** Whether it can be asked without waiting. */
  default boolean isAsync() {
    return false;
  }

  /** Lets go of the server. */
  void close();
}
