package dev.mainstay.server.demo;

import java.util.function.Consumer;

/**
 * Something that is closed when it is not needed any more, and when this process is told to end.
 */
final class AtExit<T> implements AutoCloseable {
  private final T thing;
  private final Thread hook;
  private final Runnable closing;

  private AtExit(T thing, Consumer<T> close) {
    this.thing = thing;
    this.closing = () -> close.accept(thing);
    this.hook = new Thread(closing, "demo-end");
  }

  /** From now on; closing it twice has to do nothing. */
  static <T> AtExit<T> of(T thing, Consumer<T> close) {
    AtExit<T> exit = new AtExit<>(thing, close);
    Runtime.getRuntime().addShutdownHook(exit.hook);
    return exit;
  }

  T thing() {
    return thing;
  }

  @Override
  public void close() {
    closing.run();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook runs.
    }
  }
}
