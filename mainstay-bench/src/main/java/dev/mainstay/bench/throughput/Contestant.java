package dev.mainstay.bench.throughput;

/** A way to read a session and to keep it alive, over sessions that are there. */
interface Contestant extends AutoCloseable {
  /** What it is called in tables. */
  String name();

  /** Reads one of the sessions, by number, and slides its end; many threads at once. */
  void findAndTouch(int session);

  @Override
  void close();
}
