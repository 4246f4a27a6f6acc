package dev.mainstay.chaos.load;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Walks that go at the same time, each on a thread of its own. */
public final class Crowd {
  private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

  private final List<Walk> walks;
  private final List<Thread> threads;

  /** The walks of these numbers; none has begun. */
  public Crowd(IntStream numbers, Walk.Setting setting) {
    this.walks = numbers.mapToObj(number -> new Walk(number, setting)).toList();
    this.threads = walks.stream().map(Thread::new).toList();
    threads.forEach(thread -> thread.setDaemon(true));
  }

  /** All begin. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /**
   * Ends all with the step that they are at.
   *
   * @throws IllegalStateException if one does not end within 10 s, with where it hangs
   */
  public void stop() {
    walks.forEach(Walk::stop);
    for (Thread thread : threads) {
      try {
        thread.join(LONGEST_STEP.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new IllegalStateException("a client hangs: " + List.of(thread.getStackTrace()));
      }
    }
  }

  /** Everybody looks at each of his sessions once more, at those that have ended too. */
  public void lookAtAll() {
    walks.forEach(Walk::lookAtAll);
  }
}
