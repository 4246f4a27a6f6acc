package dev.mainstay.bench.limits;

import dev.mainstay.bench.limits.Load.Tally;
import dev.mainstay.bench.limits.rivals.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a scene. Each of its rounds has two parts: one against a limit that is never hit,
 * which is timed; and a short one against a limit that is, in which nobody may be let in beyond it.
 */
final class Entrant {
  /** As many as any run can take: what is timed is to let in, which costs all of them the most. */
  static final Rate WIDE = new Rate(1_000_000_000, Duration.ofHours(1));

  /** What is hit at once. */
  static final Rate TIGHT = new Rate(100, Duration.ofMillis(200));

  private static final Duration SHORT = Duration.ofMillis(300);

  private final String name;
  private final Load wide;
  private final @Nullable Load tight;
  private final List<Tally> rounds = new ArrayList<>();
  private double cpu;
  private long beyond;
  private long refused;

  /** Without a second part for what refuses nothing. */
  Entrant(String name, Load wide, @Nullable Load tight) {
    this.name = name;
    this.wide = wide;
    this.tight = tight;
  }

  String name() {
    return name;
  }

  /**
   * One round.
   *
   * @param clock how many seconds the server has used of its processors
   */
  void round(Duration time, boolean isCounted, DoubleSupplier clock) {
    double before = clock.getAsDouble();
    Tally tally = wide.run(time);
    if (isCounted) {
      cpu += clock.getAsDouble() - before;
      rounds.add(tally);
    }
    if (tight != null) {
      hit(tight.run(SHORT));
    }
  }

  private void hit(Tally tally) {
    beyond += Math.max(0, tally.admitted() - TIGHT.bound(tally.nanos()));
    refused += tally.taken() - tally.admitted();
  }

  /** How many were let in that should not have been; null for what refuses nothing. */
  @Nullable Double beyond() {
    return tight == null ? null : (double) beyond;
  }

  /** How many were refused. */
  @Nullable Double refused() {
    return tight == null ? null : (double) refused;
  }

  /** What a decision takes of the server's processor, in microseconds. */
  double cpu() {
    return cpu * 1e6 / rounds.stream().mapToLong(Tally::taken).sum();
  }

  double perSecond() {
    return median(Tally::perSecond);
  }

  @Nullable Double slow() {
    return rounds.get(0).latencies() == null ? null : median(tally -> tally.percentile(99));
  }

  private double median(Function<Tally, @Nullable Double> number) {
    double[] sorted =
        rounds.stream()
            .mapToDouble(
                tally -> {
                  Double value = number.apply(tally);
                  return value == null ? 0 : value;
                })
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }
}
