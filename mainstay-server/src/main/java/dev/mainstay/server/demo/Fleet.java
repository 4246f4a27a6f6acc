package dev.mainstay.server.demo;

import dev.mainstay.embedded.StoreAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replicas A, B and C. */
final class Fleet implements AutoCloseable {
  /** How many there are. */
  static final int SIZE = 3;

  private static final List<String> NAMES = List.of("A", "B", "C");

  private final @Nullable StoreAddress store;
  private final List<ReplicaProcess> replicas = new ArrayList<>(SIZE);

  private Fleet(@Nullable StoreAddress store) {
    this.store = store;
  }

  /**
   * Starts them, all at once, and waits until they answer.
   *
   * @param store the store that they share; null where each keeps its sessions to itself
   */
  static Fleet start(@Nullable StoreAddress store) {
    Fleet fleet = new Fleet(store);
    try {
      NAMES.forEach(name -> fleet.replicas.add(ReplicaProcess.start(name, store)));
      fleet.replicas.forEach(ReplicaProcess::port);
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  /** A replica by its number; they count from 0, and on from the beginning. */
  synchronized ReplicaProcess replica(int number) {
    return replicas.get(number % SIZE);
  }

  /** Kills a replica and starts it again, as whoever watches over it would. */
  synchronized void killAndStart(int number) {
    ReplicaProcess killed = replicas.get(number);
    killed.kill();
    ReplicaProcess next = ReplicaProcess.start(killed.name(), store);
    replicas.set(number, next);
    next.port();
  }

  @Override
  public void close() {
    replicas.parallelStream().forEach(ReplicaProcess::close);
  }
}
