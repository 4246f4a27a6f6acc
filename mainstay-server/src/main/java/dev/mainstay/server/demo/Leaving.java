package dev.mainstay.server.demo;

import dev.mainstay.server.demo.Crowd.Visitor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Users who log out one after the other, on all replicas at once, whatever becomes of the store.
 * Each repeats it until he is told that he is logged out.
 */
final class Leaving {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Crowd crowd;
  private final List<Visitor> who;
  private final Runnable left;
  private final Queue<Visitor> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unconfirmed = new AtomicInteger();
  private final CompletableFuture<Void> all;
  private final long begun = System.nanoTime();

  private Leaving(Crowd crowd, List<Visitor> who, Runnable left) {
    this.crowd = crowd;
    this.who = who;
    this.left = left;
    this.all =
        CompletableFuture.allOf(
            IntStream.range(0, Fleet.SIZE)
                .mapToObj(home -> CompletableFuture.runAsync(() -> from(home), Leaving::onThread))
                .toArray(CompletableFuture<?>[]::new));
  }

  /**
   * They begin, and go on by themselves.
   *
   * @param left runs for each who is told that he is logged out
   */
  static Leaving begin(Crowd crowd, List<Visitor> who, Runnable left) {
    return new Leaving(crowd, who, left);
  }

  /** Waits until so many are told that they are logged out; not for ever. */
  void awaitAcknowledged(int count) {
    while (acknowledged.size() < count && !isOver() && !all.isDone()) {
      LockSupport.parkNanos(PACE_NANOS / 20);
    }
  }

  /** Waits until all of them are, or patience ends. */
  List<Visitor> awaitAll() {
    all.join();
    return List.copyOf(acknowledged);
  }

  /** How often one was told that he is, and that it is not confirmed. */
  int unconfirmed() {
    return unconfirmed.get();
  }

  private void from(int home) {
    for (Visitor visitor : who) {
      if (visitor.home() == home) {
        leave(visitor);
      }
    }
  }

  private void leave(Visitor visitor) {
    Browser.Farewell farewell;
    do {
      farewell = visitor.browser().logout(crowd.home(visitor));
      if (farewell == Browser.Farewell.UNCONFIRMED) {
        unconfirmed.incrementAndGet();
      }
      LockSupport.parkNanos(PACE_NANOS);
    } while (farewell != Browser.Farewell.LOGGED_OUT && !isOver());
    if (farewell == Browser.Farewell.LOGGED_OUT) {
      acknowledged.add(visitor);
      left.run();
    }
  }

  private boolean isOver() {
    return System.nanoTime() - begun > PATIENCE_NANOS;
  }

  private static void onThread(Runnable work) {
    Thread thread = new Thread(work, "demo-leaving");
    thread.setDaemon(true);
    thread.start();
  }
}
