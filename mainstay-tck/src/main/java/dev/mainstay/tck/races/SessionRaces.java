package dev.mainstay.tck.races;

import dev.mainstay.sessions.Found;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionStore.Creation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Races for sessions: two to six actors on connections of several replicas find, change, touch,
 * rotate and end one session at the same time, in a third of the trials while it expires. Each
 * trial's history is judged: whoever comes after an acknowledged end finds no life, a rotation has
 * one winner, no acknowledged increment is lost, and nobody gets an exception.
 *
 * <p>Trials run in heats. The sessions of a heat are started ahead; then each has its slot in time,
 * on which all processes agree.
 */
public final class SessionRaces {
  private static final int HEAT = 500;
  private static final Duration AHEAD = Duration.ofMillis(250);

  private final Engine referee;
  private final List<Stable> stables;
  private final Remains remains;
  private final long slotNanos;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private long deedCount;
  private long overlaps;
  private long closeCalls;

  /**
   * Races between stables.
   *
   * @param referee starts the sessions and looks at them after the race
   * @param slot how long after the other trials begin; a race itself is as fast as it can
   */
  public SessionRaces(Engine referee, List<Stable> stables, Remains remains, Duration slot) {
    this.referee = referee;
    this.stables = List.copyOf(stables);
    this.remains = remains;
    this.slotNanos = slot.toNanos();
  }

  /** Runs so many trials of a seed. */
  public RaceReport run(long seed, int trials) {
    for (int first = 0; first < trials; first += HEAT) {
      heat(seed, first, Math.min(HEAT, trials - first));
    }
    remains.endless().forEach(key -> wrongs.add("a key without an end: " + key));
    return new RaceReport(
        seed, trials, deedCount, overlaps, closeCalls, outcomes, List.copyOf(wrongs));
  }

  private void heat(long seed, int first, int count) {
    long start = System.nanoTime() + AHEAD.toNanos();
    Heat heat = new Heat(seed, first, count, start, slotNanos);
    List<CompletableFuture<Creation>> creations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Trial trial = Trial.of(seed, first + i);
      Duration before = Duration.ofNanos(start + i * slotNanos - System.nanoTime());
      creations.add(referee.sessions().start(trial.session(before)).toCompletableFuture());
    }
    creations.forEach(CompletableFuture::join);
    List<CompletableFuture<List<String>>> running = new ArrayList<>();
    for (int share = 0; share < stables.size(); share++) {
      running.add(stables.get(share).run(heat, share, stables.size()).toCompletableFuture());
    }
    Map<Integer, List<Deed>> byTrial =
        running.stream()
            .flatMap(lines -> lines.join().stream())
            .map(Deed::parse)
            .collect(Collectors.groupingBy(Deed::trial));
    List<After> after = new ArrayList<>();
    byTrial.forEach((number, deeds) -> after.add(judge(Trial.of(seed, number), deeds)));
    after.forEach(this::lookAfter);
  }

  private After judge(Trial trial, List<Deed> deeds) {
    Judge judge = new Judge(deeds);
    wrongs.addAll(judge.wrongs());
    deedCount += deeds.size();
    overlaps += judge.overlaps();
    closeCalls += judge.closeCalls();
    for (Deed deed : deeds) {
      String word = deed.outcome().startsWith("Done") ? "Done" : deed.outcome();
      outcomes.merge(deed.act() + " " + word, 1, Integer::sum);
    }
    return new After(trial, judge, referee.sessions().find(last(trial, judge)));
  }

  /** What is asked after a race. */
  private record After(Trial trial, Judge judge, CompletionStage<Found> found) {}

  /** The session's credential after all rotations that were won. */
  private static Credential last(Trial trial, Judge judge) {
    Credential first = trial.credential();
    String proof = judge.lastProof();
    if (proof.equals(Deed.FIRST_PROOF)) {
      return first;
    }
    int slash = proof.indexOf('/');
    int actor = Integer.parseInt(proof.substring(0, slash));
    int step = Integer.parseInt(proof.substring(slash + 1));
    return new Credential(first.key(), trial.hash(actor, step));
  }

  private void lookAfter(After after) {
    Judge judge = after.judge();
    Found found = after.found().toCompletableFuture().join();
    boolean dead = judge.deathKnownAt() < Long.MAX_VALUE;
    String name = "seed " + after.trial().seed() + " trial " + after.trial().number();
    if (found instanceof Found.Live live) {
      String count = LocalStable.count(live.session());
      if (!count.equals(Long.toString(judge.increments()))) {
        wrongs.add("lost increments: " + name + " counts " + count + ", not " + judge.increments());
      }
      if (dead) {
        wrongs.add("a resurrection after the race: " + name);
      }
    } else if (dead && remains.isThere(after.trial().credential().key())) {
      wrongs.add("a dead session's key is there: " + name);
    }
  }
}
