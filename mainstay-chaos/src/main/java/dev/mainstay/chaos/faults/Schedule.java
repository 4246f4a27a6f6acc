package dev.mainstay.chaos.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Faults in an order and with pauses that a seed decides: the same seed gives the same schedule. A
 * pause counts from when the fault before is over, since nobody knows how long that takes.
 *
 * @param seed what decided
 * @param steps the faults in their order
 */
public record Schedule<F extends Fault>(long seed, List<Step<F>> steps) {

  /** A fault, and the pause in front of it. */
  public record Step<F extends Fault>(Duration pause, F fault) {}

  /** The shortest and the longest pause; both can be drawn. */
  public record Pauses(Duration least, Duration most) {
    /** Checks that they are in order. */
    public Pauses {
      if (least.isNegative() || most.compareTo(least) < 0) {
        throw new IllegalArgumentException("pauses: " + least + " to " + most + " is no range");
      }
    }

    private Duration draw(Random random) {
      long span = most.toMillis() - least.toMillis();
      return least.plusMillis((long) (random.nextDouble() * (span + 1)));
    }
  }

  /** Takes a copy. */
  public Schedule {
    steps = List.copyOf(steps);
  }

  /** These faults, in this order; the seed decides the pauses only. */
  public static <F extends Fault> Schedule<F> inOrder(
      long seed, List<? extends F> faults, Pauses pauses) {
    Random random = new Random(seed);
    List<Step<F>> steps = new ArrayList<>();
    faults.forEach(fault -> steps.add(new Step<>(pauses.draw(random), fault)));
    return new Schedule<>(seed, steps);
  }

  /** Each of these faults once, in an order by seed. */
  public static <F extends Fault> Schedule<F> shuffled(
      long seed, List<? extends F> faults, Pauses pauses) {
    List<F> order = new ArrayList<>(faults);
    Collections.shuffle(order, new Random(seed));
    return inOrder(seed, order, pauses);
  }

  /** So many strikes, each of a fault that the seed draws from these. */
  public static <F extends Fault> Schedule<F> drawn(
      long seed, List<? extends F> faults, int strikes, Pauses pauses) {
    Random random = new Random(seed);
    List<F> order = new ArrayList<>();
    for (int i = 0; i < strikes; i++) {
      order.add(faults.get(random.nextInt(faults.size())));
    }
    return inOrder(seed, order, pauses);
  }

  /**
   * Runs it on this thread: pauses, strikes, waits for the fault's recovery, and so on. An
   * interrupt ends it after the strike that it meets.
   *
   * @param clock a history's {@code now}
   * @param strike does what the fault is and returns when it is over
   * @return what hit, and when
   */
  public List<Strike> run(LongSupplier clock, Consumer<? super F> strike) {
    List<Strike> strikes = new ArrayList<>();
    for (Step<F> step : steps) {
      Pause.of(step.pause());
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      long begin = clock.getAsLong();
      strike.accept(step.fault());
      strikes.add(new Strike(step.fault(), begin, clock.getAsLong()));
      Pause.of(step.fault().recovery());
    }
    return strikes;
  }

  /** The faults in their order. */
  public List<F> faults() {
    return steps.stream().map(Step::fault).toList();
  }

  /** One line with all that replays it. */
  @Override
  public String toString() {
    return steps.stream()
        .map(step -> "%d ms %s".formatted(step.pause().toMillis(), step.fault().name()))
        .collect(Collectors.joining(", ", "seed " + seed + ": ", ""));
  }
}
