package dev.mainstay.bench.cache.mutate;

import dev.mainstay.bench.cache.mutate.Replica.Span;
import dev.mainstay.bench.cache.shared.Board;
import dev.mainstay.bench.report.Await;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Two writers and two readers of one book at once, one of each in each replica; when all are done
 * or dead, both replicas have to read what the database has, now and after the dead are forgotten.
 */
final class Trial {
  private static final long LATEST = 2_000_000;
  private static final long PAUSE = 300_000;
  private static final long SLOW_LOAD = 1_500_000;
  private static final int READS = 3;
  private static final List<Fate> FATES = List.of(Fate.values());

  private final Way way;
  private final Replica one;
  private final Replica other;
  private final ExecutorService pool;
  private final Consumer<String> forget;
  private final Counts counts;

  /** What was counted, by all lanes. */
  static final class Counts {
    final LongAdder trials = new LongAdder();
    final LongAdder overlaps = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder unannounced = new LongAdder();
    private final Map<Fate, LongAdder> fates = new EnumMap<>(Fate.class);

    Counts() {
      for (Fate fate : Fate.values()) {
        fates.put(fate, new LongAdder());
      }
    }

    LongAdder of(Fate fate) {
      return Objects.requireNonNull(fates.get(fate));
    }

    long dead() {
      return fates.entrySet().stream()
          .filter(it -> it.getKey().dies())
          .mapToLong(it -> it.getValue().sum())
          .sum();
    }
  }

  /**
   * @param forget ends what a dead writer announced, as a minute does
   */
  Trial(
      Way way,
      Replica one,
      Replica other,
      ExecutorService pool,
      Consumer<String> forget,
      Counts counts) {
    this.way = way;
    this.one = one;
    this.other = other;
    this.pool = pool;
    this.forget = forget;
    this.counts = counts;
  }

  void run(String key, long seed) throws Exception {
    SplittableRandom dice = new SplittableRandom(seed);
    one.add(key);
    List<Future<Span>> writers = List.of(writer(one, key, 1, dice), writer(other, key, 2, dice));
    List<Future<?>> readers = List.of(reader(one, key, dice), reader(other, key, dice));
    List<Span> spans = new ArrayList<>();
    writers.forEach(writer -> spans.add(Await.result(writer)));
    readers.forEach(Await::result);
    counts.overlaps.add(spans.get(0).overlaps(spans.get(1)) ? 1 : 0);
    counts.stale.add(isStale(key) ? 1 : 0);
    counts.trials.increment();
  }

  private Future<Span> writer(Replica replica, String key, long version, SplittableRandom dice) {
    Fate fate = FATES.get(dice.nextInt(FATES.size()));
    long late = dice.nextLong(LATEST);
    long pause = dice.nextLong(PAUSE);
    counts.of(fate).increment();
    return pool.submit(
        () -> {
          Board.pause(late);
          return replica.write(way, key, version, fate, pause, counts.unannounced);
        });
  }

  private Future<?> reader(Replica replica, String key, SplittableRandom dice) {
    long[] late = dice.longs(READS, 0, LATEST).toArray();
    long[] slow = dice.longs(READS, 0, SLOW_LOAD).toArray();
    return pool.submit(
        () -> {
          for (int i = 0; i < READS; i++) {
            Board.pause(late[i]);
            String unused = replica.read(key, slow[i], counts.loads);
          }
        });
  }

  private boolean isStale(String key) throws Exception {
    String truth = one.truth(key);
    boolean before = agree(key, truth);
    forget.accept(key);
    boolean after = agree(key, truth);
    return !before || !after;
  }

  /** Asked twice: the first may have stored what it loaded. */
  private boolean agree(String key, String truth) {
    boolean right = true;
    for (Replica replica : List.of(one, other, one, other)) {
      right &= replica.read(key, 0, counts.loads).equals(truth);
    }
    return right;
  }
}
