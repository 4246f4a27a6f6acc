package dev.mainstay.internal.limits;

import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Take;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.TakeCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One caller's takes, which are one decision; and the future of it. */
final class Ask extends CompletableFuture<Decision> {
  private static final int TRIES = 40;
  private static final AtomicIntegerFieldUpdater<Ask> WATCHED =
      AtomicIntegerFieldUpdater.newUpdater(Ask.class, "watched");

  final List<Take> takes;

  /** Under what permits are reserved; {@code null} where they are taken. */
  final @Nullable Hold hold;

  final long began = System.nanoTime();

  /** When it was sent to the store last, with those behind it. */
  volatile long sent;

  /** The next one that is watched. */
  volatile @Nullable Ask next;

  private volatile int watched;
  private int tries;

  Ask(List<Take> takes, @Nullable Hold hold) {
    this.takes = takes;
    this.hold = hold;
  }

  /** Whether it may go to the store once more; each time something about its rules has changed. */
  boolean mayTry() {
    return ++tries <= TRIES;
  }

  /** Whether it is not watched yet, and is from now on: it goes into the queue of them once. */
  boolean isFirstWatched() {
    return WATCHED.compareAndSet(this, 0, 1);
  }

  /** What it costs, in the order of the takes. */
  long[] costs() {
    long[] costs = new long[takes.size()];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = takes.get(i).cost();
    }
    return costs;
  }

  /** Whether both cost the same. */
  boolean costsAs(Ask other) {
    for (int i = 0; i < takes.size(); i++) {
      if (takes.get(i).cost() != other.takes.get(i).cost()) {
        return false;
      }
    }
    return true;
  }

  /** How long since it was asked, in nanoseconds. */
  long age() {
    return System.nanoTime() - began;
  }

  /** Whether it was not told yet and began by an instant of {@code nanoTime}. */
  boolean isLate(long latest) {
    return latest - began >= 0 && !isDone();
  }

  /** Those that were not told yet: nothing is to be counted for whose deadline came meanwhile. */
  static List<Ask> open(List<Ask> asks) {
    for (Ask ask : asks) {
      if (ask.isDone()) {
        return asks.stream().filter(one -> !one.isDone()).toList();
      }
    }
    return asks;
  }

  /** What some of them ask, those that cost the same as one run. */
  static List<TakeCall.Run> runs(List<Ask> asks) {
    List<TakeCall.Run> runs = new ArrayList<>(1);
    int begin = 0;
    for (int i = 1; i <= asks.size(); i++) {
      if (i == asks.size() || !asks.get(i).costsAs(asks.get(begin))) {
        runs.add(new TakeCall.Run(i - begin, asks.get(begin).costs()));
        begin = i;
      }
    }
    return runs;
  }
}
