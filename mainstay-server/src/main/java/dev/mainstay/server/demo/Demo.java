package dev.mainstay.server.demo;

import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.embedded.StoreRole;

/** The same three replicas twice: each with sessions of its own, then all on one store. */
final class Demo {
  private final int logins;
  private final Progress progress;

  Demo(int logins, Progress progress) {
    this.logins = logins;
    this.progress = progress;
  }

  /** Each replica keeps its sessions in a map; B is killed and started again. */
  Findings withOwnMemory() {
    progress.fleet("per-process state");
    progress.begin("starting three replicas", 1);
    try (Fleet fleet = Fleet.start(null)) {
      return new Trial(fleet, logins, progress).run("replica B", () -> fleet.killAndStart(1));
    }
  }

  /** All replicas share one embedded store; it is killed and comes back with its data. */
  Findings withMainstay() {
    progress.fleet("Mainstay");
    progress.begin("starting the store and three replicas", 1);
    try (Store store = new Store();
        Fleet fleet = Fleet.start(store.redis.state())) {
      return new Trial(fleet, logins, progress).run("the store", store::kill);
    }
  }

  /** An embedded store that is also stopped when this process is told to end. */
  private static final class Store implements AutoCloseable {
    private final EmbeddedRedis redis =
        EmbeddedRedis.start(EmbeddedOptions.ephemeral().withRoles(StoreRole.STATE));
    private final Thread atTheEnd = new Thread(redis::close, "demo-end");

    Store() {
      Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /** {@code kill -9}, and nothing else: to start it again is the business of who started it. */
    void kill() {
      long pid = redis.status(StoreRole.STATE).pid();
      ProcessHandle store =
          ProcessHandle.of(pid)
              .orElseThrow(() -> new IllegalStateException("the store has no process " + pid));
      store.destroyForcibly();
      store.onExit().join();
    }

    @Override
    public void close() {
      redis.close();
      try {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
      } catch (IllegalStateException e) {
        // The process is ending already, and the hook runs.
      }
    }
  }
}
