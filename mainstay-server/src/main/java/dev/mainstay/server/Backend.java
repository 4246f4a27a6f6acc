package dev.mainstay.server;

import dev.mainstay.Mainstay;

/** What a server serves, and what that stands on; closed when the last request was answered. */
interface Backend extends AutoCloseable {
  Mainstay mainstay();

  @Override
  void close();

  /** One that stands on nothing else. */
  static Backend of(Mainstay mainstay) {
    return new Backend() {
      @Override
      public Mainstay mainstay() {
        return mainstay;
      }

      @Override
      public void close() {
        mainstay.close();
      }
    };
  }
}
