package dev.mainstay.spi;

/**
 * Until when everything is known that one connection has to say of changes: what was watched over
 * it, and was not said to have changed, was there at that instant. It moves on while the connection
 * proves itself, and ends for ever with it, with one write whatever stands on it.
 */
public final class Proof {
  /** In nanoseconds, 146 years: further than any two instants are apart that are compared. */
  private static final long EVER = Long.MAX_VALUE / 2;

  /** Of what nobody watches. */
  public static final Proof NONE = new Proof(System.nanoTime() - EVER);

  private volatile long proven;
  private boolean ended;

  private Proof(long proven) {
    this.proven = proven;
  }

  /** Of a connection that has not proved itself yet. */
  public static Proof unproven() {
    return new Proof(System.nanoTime() - EVER);
  }

  /** Of who is told of each change before it is done. */
  public static Proof always() {
    return new Proof(System.nanoTime() + EVER);
  }

  /** Whether all is known up to an instant that is no longer ago than {@code most} nanoseconds. */
  public boolean isWithin(long now, long most) {
    return now - proven <= most;
  }

  /** All is known of what happened before {@code instant}, a {@code nanoTime}. */
  public synchronized void reached(long instant) {
    if (!ended && instant - proven > 0) {
      proven = instant;
    }
  }

  /** Whether what stands on this never counts again. */
  public synchronized boolean isEnded() {
    return ended;
  }

  /** What stands on this counts no more. */
  public synchronized void end() {
    ended = true;
    proven = System.nanoTime() - EVER;
  }

  /** One that ends this and goes on from where it was. */
  public synchronized Proof renewed() {
    Proof next = new Proof(proven);
    end();
    return next;
  }
}
