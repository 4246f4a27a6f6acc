package dev.mainstay.internal.sessions;

import dev.mainstay.spi.Partition;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * Which partitions a worker looks after, of all workers that are there: each partition belongs to
 * the worker with the highest hash of the two names. So all workers come to the same answer without
 * talking, and one that comes or goes moves its own share only. Where views differ for a moment,
 * the store's hold decides.
 */
final class Rota {
  private final String self;
  private volatile BitSet mine = new BitSet();

  Rota(String self) {
    this.self = self;
  }

  boolean isMine(int partition) {
    return mine.get(partition);
  }

  /** How many partitions are this worker's. */
  int share() {
    return mine.cardinality();
  }

  /** Takes note of who is there. */
  void there(List<String> workers) {
    BitSet share = new BitSet(Partition.COUNT);
    for (int partition = 0; partition < Partition.COUNT; partition++) {
      share.set(partition, isMine(workers, partition));
    }
    mine = share;
  }

  private boolean isMine(List<String> workers, int partition) {
    long own = weight(self, partition);
    for (String worker : workers) {
      if (weight(worker, partition) > own) {
        return false;
      }
    }
    return true;
  }

  /** FNV-1a of the name, stirred with the partition by the finalizer of SplitMix64. */
  private static long weight(String worker, int partition) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : worker.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash ^ b) * 0x100000001b3L;
    }
    long mixed = hash + (partition + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
