package dev.mainstay.internal.sessions;

import dev.mainstay.spi.Watch;

/** That a namespace was not revoked since, as far as it is known in this process. */
final class NearNamespace extends Watch {
  private final long begun = System.nanoTime();
  private volatile boolean read;
  private volatile boolean stood;

  /** Whether finds may begin that stand on it. */
  boolean isUsable(long now, long most) {
    if (!read || !stands(now, most)) {
      return false;
    }
    if (!stood) {
      stood = true;
    }
    return true;
  }

  /** The store has answered, or it has not. */
  void answered(boolean well) {
    if (!well) {
      close();
    }
    read = true;
  }

  /** Whether to watch anew: at once where it ended, in a while where it was never of any use. */
  boolean isReplaceable(long pause) {
    return read && (stood || System.nanoTime() - begun >= pause);
  }

  @Override
  protected void ended() {
    // It is looked at.
  }
}
