package dev.mainstay.bench.limits.rivals;

/** Somebody who limits rates on Redis; many threads at once. */
public interface Rival extends AutoCloseable {
  /** What it is called in tables. */
  String name();

  /**
   * A limit of its own, shared by all keys of it.
   *
   * @param name another one each time
   * @param keys how many keys will be asked for; what a program would keep of each is made ahead
   */
  Gate gate(String name, Rate rate, int keys);

  /** One limit. */
  @FunctionalInterface
  interface Gate {
    /** Takes one permit of a key, by number; whether it was let in. */
    boolean take(int key);
  }

  /** A key of 16 bytes. */
  static String key(int number) {
    return "customer%08d".formatted(number);
  }

  @Override
  void close();
}
