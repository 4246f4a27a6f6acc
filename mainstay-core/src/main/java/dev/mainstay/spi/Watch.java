package dev.mainstay.spi;

/**
 * What somebody read and keeps, and whether it still counts. It is entered with the engine before
 * anything is read, so that no change is missed between the answer and its keeping: a change marks
 * it whether or not it is kept yet. Once it has ended it never stands again.
 */
public abstract class Watch {
  private volatile Proof proof = Proof.NONE;
  private Runnable forget = () -> {};
  private boolean over;

  /** One that nothing stands on yet. */
  protected Watch() {}

  /**
   * Whether nothing changed, as far as is proven, up to an instant that is no longer ago than
   * {@code most} nanoseconds. It allocates nothing.
   *
   * @param now by {@link Proofs#nanos}
   */
  public final boolean stands(long now, long most) {
    return proof.isWithin(now, most);
  }

  /**
   * For an engine, before it reads: what this stands on from now on. False where it has ended.
   *
   * @param forgets lets go of it where nobody is interested any more
   */
  public final synchronized boolean on(Proof holds, Runnable forgets) {
    if (!over) {
      forget = forgets;
      proof = holds;
    }
    return !over;
  }

  /** For an engine: what was read may have changed. */
  public final void changed() {
    synchronized (this) {
      over = true;
      proof = Proof.NONE;
    }
    ended();
  }

  /** Nobody is interested any more. */
  public final void close() {
    Runnable forgets;
    synchronized (this) {
      over = true;
      proof = Proof.NONE;
      forgets = forget;
    }
    forgets.run();
    ended();
  }

  /** It counts no more: called once or more, on any thread, where nobody may block. */
  protected abstract void ended();
}
