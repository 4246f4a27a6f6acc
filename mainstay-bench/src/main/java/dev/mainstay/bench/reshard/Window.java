package dev.mainstay.bench.reshard;

import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.spi.Partition;
import io.lettuce.core.cluster.SlotHash;
import java.util.stream.IntStream;

/**
 * Slots in a row, those among which most of the 256 partitions of sessions are.
 *
 * @param first the first slot
 * @param last the last slot
 */
record Window(int first, int last) {
  static Window of(int slots, String namespace) {
    int best = 0;
    long most = -1;
    for (int first = 0; first + slots <= SlotHash.SLOT_COUNT; first++) {
      long partitions = new Window(first, first + slots - 1).partitions(namespace);
      if (partitions > most) {
        most = partitions;
        best = first;
      }
    }
    return new Window(best, best + slots - 1);
  }

  /** How many partitions are in it. */
  long partitions(String namespace) {
    return IntStream.range(0, Partition.COUNT)
        .map(partition -> SlotHash.getSlot(SessionKeys.base(namespace, partition)))
        .filter(this::holds)
        .count();
  }

  boolean holds(int slot) {
    return first <= slot && slot <= last;
  }

  /** Whether a user's sessions are in it. */
  boolean holds(String namespace, String user) {
    return holds(SlotHash.getSlot(SessionKeys.index(namespace, user)));
  }

  /** A slot that is far from it. */
  int opposite() {
    return (first + SlotHash.SLOT_COUNT / 2) % SlotHash.SLOT_COUNT;
  }
}
