package dev.mainstay.embedded;

import java.nio.file.Path;

/** A parent in a process of its own: starts the stores, says their pids, and waits for its end. */
final class ParentMain {
  private ParentMain() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(Path.of(arguments[0])));
    long state = redis.status(StoreRole.STATE).pid();
    long cache = redis.status(StoreRole.CACHE).pid();
    System.out.println(state + " " + cache);
    redis.state().writeTo(System.out);
    redis.cache().writeTo(System.out);
    while (System.in.read() >= 0) {
      // Until the test ends it.
    }
    redis.close();
  }
}
