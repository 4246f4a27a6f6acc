package dev.mainstay.bench.failover;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.chaos.faults.Schedule;
import dev.mainstay.chaos.faults.Schedule.Pauses;
import dev.mainstay.chaos.invariants.Checker;
import dev.mainstay.chaos.invariants.Evidence;
import dev.mainstay.chaos.invariants.Invariants;
import dev.mainstay.chaos.invariants.Losses;
import dev.mainstay.chaos.invariants.Verdict;
import dev.mainstay.chaos.load.Deadlines;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.sessions.Fence;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Primaries that are killed or stall under load: who waits how long, and what is lost. */
@Command(
    name = "failover",
    description = "Kills or stalls the primary under load, and checks what clients were told.",
    mixinStandardHelpOptions = true)
public final class FailoverCommand implements Callable<Integer> {
  private static final Pauses PAUSES = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(3));

  @Mixin private Output output = new Output();

  @Option(
      names = "--topology",
      defaultValue = "sentinel",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Topology.Kind kind = Topology.Kind.SENTINEL;

  @Option(
      names = "--fault",
      defaultValue = "stall",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Blow fault = Blow.STALL;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What decides who does what and when (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--minutes",
      defaultValue = "1",
      description = "About how long to run, at least one fault (${DEFAULT-VALUE}).")
  private int minutes = 1;

  @Option(
      names = "--rate",
      defaultValue = "300",
      description = "Operations a second (${DEFAULT-VALUE}).")
  private int rate = 300;

  @Option(
      names = "--fence",
      defaultValue = "on",
      description = {
        "on or off (${DEFAULT-VALUE}). Off is the planted fault: a run that finds no undone",
        "revocation fails. It needs --fault lagging_kill."
      })
  private String fence = "on";

  /** For picocli. */
  public FailoverCommand() {}

  @Override
  public Integer call() {
    if (!fence.equals("on") && !fence.equals("off")) {
      throw new InvalidValueException("--fence", "'" + fence + "' is neither on nor off");
    }
    boolean fenced = fence.equals("on");
    try (Topology topology = kind.start(output.redisServer());
        Progress progress = new Progress(2)) {
      Schedule<Blow> schedule = schedule(topology);
      progress.step("%d faults, about %d min".formatted(schedule.steps().size(), minutes));
      Evidence evidence =
          new Load(topology, schedule, rate, fenced ? Fence.IN_SYNC : Fence.OFF).run();
      progress.step("checking");
      Verdict verdict = checker(topology).check(evidence);
      if (!fenced) {
        return planted(verdict);
      }
      FailoverReport report = new FailoverReport(kind + "-" + fault, verdict, topology);
      System.out.println(verdict.text());
      return output.show(report.report(), report.plot());
    }
  }

  /** Without a fence the check has to find what a fence prevents. */
  private static int planted(Verdict verdict) {
    System.out.println(verdict.text());
    boolean found =
        verdict.findings().stream()
            .anyMatch(it -> it.name().equals("acknowledged revocations stand") && !it.holds());
    System.out.println(found ? "The planted fault was found." : "The planted fault was NOT found.");
    return found ? 0 : 1;
  }

  private Schedule<Blow> schedule(Topology topology) {
    long cycle = topology.cycle(fault).plus(fault.recovery()).plus(PAUSES.most()).toSeconds();
    int strikes = (int) Math.max(1, minutes * 60L / cycle);
    return Schedule.inOrder(seed, Collections.nCopies(strikes, fault), PAUSES);
  }

  private Checker checker(Topology topology) {
    // A server that is killed while its log is on the way to the disk may lose that part of it.
    boolean keeps = kind == Topology.Kind.STANDALONE && fault == Blow.STALL;
    Losses losses = keeps ? Losses.NONE : Losses.FAILOVER;
    // What a stalled primary was told before it stood still, it does when it wakes.
    return Checker.of(Invariants.ofSessions(losses, Topology.STALL))
        .and(Invariants.revocationsAreNotUndone())
        .and(Invariants.deadlinesHold(Deadlines.USUAL))
        .and(Invariants.gapsAreShort(topology.bar(), topology::group))
        .and(Invariants.failuresHaveACause())
        .and(Invariants.nothingIsEndless(topology::endless));
  }
}
