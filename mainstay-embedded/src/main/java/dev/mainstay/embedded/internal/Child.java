package dev.mainstay.embedded.internal;

import dev.mainstay.errors.StoreFaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One store that is kept alive: a thread starts it, waits for its end, and starts it again with the
 * same address, passwords and data. The first restart is immediate, the next ones wait longer; a
 * store that keeps dying soon after its start is given up.
 */
public final class Child {
  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final Duration STOPPING = Duration.ofSeconds(10);

  private final ServerPlan plan;
  private final Launch launch;
  private final Patience patience;
  private final CompletableFuture<Child> started = new CompletableFuture<>();
  private final Thread keeper;
  private volatile boolean closing;
  private volatile Health health = new Health(Health.Condition.STARTING, 0, Instant.now(), 0, "");

  /**
   * When a store that dies is given up.
   *
   * @param deaths how many in a row are too many
   * @param firstPause before the second restart in a row; it doubles with each
   * @param longestPause the most it grows to
   * @param steady after how long a time of answering a death is the first one again
   */
  record Patience(int deaths, Duration firstPause, Duration longestPause, Duration steady) {
    static final Patience USUAL =
        new Patience(20, Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofSeconds(2));

    Duration pause(int afterDeaths) {
      if (afterDeaths < 2) {
        return Duration.ZERO;
      }
      Duration pause = firstPause.multipliedBy(1L << Math.min(20, afterDeaths - 2));
      return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
  }

  private Child(ServerPlan plan, @Nullable DataFolder data, Patience patience) {
    this.plan = plan;
    this.patience = patience;
    this.launch = new Launch(plan, data);
    this.keeper = new Thread(this::keep, "mainstay-embedded-" + plan.role());
    keeper.setDaemon(true);
  }

  /** Begins to start a store; {@link #started} says how that ended. */
  public static Child start(ServerPlan plan, @Nullable DataFolder data) {
    return start(plan, data, Patience.USUAL);
  }

  static Child start(ServerPlan plan, @Nullable DataFolder data, Patience patience) {
    Child child = new Child(plan, data, patience);
    child.keeper.start();
    return child;
  }

  /** Ends when the store answers for the first time, or with why it does not. */
  public CompletableFuture<Child> started() {
    return started;
  }

  /** How it is doing. */
  public Health health() {
    return health;
  }

  /** Stops it and waits for its end. */
  public void close() {
    closing = true;
    keeper.interrupt();
    boolean interrupted = false;
    while (keeper.isAlive()) {
      try {
        keeper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    int deaths = 0;
    try {
      while (!closing && deaths < patience.deaths()) {
        Thread.sleep(patience.pause(deaths).toMillis());
        boolean steady = runOnce().compareTo(patience.steady()) > 0;
        deaths = steady ? 1 : deaths + 1;
      }
      if (!closing) {
        giveUp("it died " + deaths + " times; the last words: " + health.problem());
      }
    } catch (InterruptedException e) {
      // The end was asked for.
    } catch (RuntimeException e) {
      giveUp(String.valueOf(e.getMessage()));
      started.completeExceptionally(e);
    }
    if (closing) {
      set(Health.Condition.CLOSED, 0, health.restarts(), "");
      started.completeExceptionally(
          new StoreFaultException("embedded.start", "closed while it was starting", null));
    }
  }

  /** Starts it, waits for its end, and returns how long it answered. */
  private Duration runOnce() throws InterruptedException {
    RunningStore store;
    try {
      store = launch.run();
    } catch (StoreFaultException e) {
      if (!started.isDone() || launch.metDamage()) {
        throw e;
      }
      set(Health.Condition.RESTARTING, 0, health.restarts(), String.valueOf(e.getMessage()));
      return Duration.ZERO;
    }
    long up = System.nanoTime();
    set(Health.Condition.UP, store.pid(), health.restarts(), "");
    started.complete(this);
    try {
      store.awaitEnd();
    } catch (InterruptedException e) {
      store.stop(STOPPING);
      throw e;
    }
    set(Health.Condition.RESTARTING, 0, health.restarts() + 1, store.lastWords());
    LOG.warn("the {} store {} died and is started again", plan.role(), store.pid());
    return Duration.ofNanos(System.nanoTime() - up);
  }

  private void giveUp(String problem) {
    set(Health.Condition.FAILED, 0, health.restarts(), problem);
    LOG.error("the {} store is not started again: {}", plan.role(), problem);
  }

  private void set(Health.Condition condition, long pid, int restarts, String problem) {
    health = new Health(condition, pid, Instant.now(), restarts, problem);
  }
}
