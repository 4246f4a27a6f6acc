package dev.mainstay.bench.reshard;

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
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Slots that move and primaries that are replaced as planned, under load: who notices. */
@Command(
    name = "reshard",
    description = "Moves slots and fails over as planned under load, and checks who notices.",
    mixinStandardHelpOptions = true)
public final class ReshardCommand implements Callable<Integer> {
  private static final Pauses PAUSES = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(2));

  /** What was given up may be done so much later. */
  private static final Duration LATE = Duration.ofSeconds(2);

  @Mixin private Output output = new Output();

  @Option(
      names = "--topology",
      defaultValue = "cluster",
      description = "${COMPLETION-CANDIDATES}; Sentinel fails over only (${DEFAULT-VALUE}).")
  private Servers.Kind kind = Servers.Kind.CLUSTER;

  @Option(
      names = "--slots",
      defaultValue = "2000",
      description = "How many slots in a row move (${DEFAULT-VALUE}).")
  private int slots = 2_000;

  @Option(
      names = "--rate",
      defaultValue = "300",
      description = "Operations a second (${DEFAULT-VALUE}).")
  private int rate = 300;

  @Option(
      names = "--sessions",
      defaultValue = "2000",
      description = "Sessions beside those of the load, in all partitions (${DEFAULT-VALUE}).")
  private int spread = 2_000;

  @Option(
      names = "--crowded",
      defaultValue = "0",
      description = "Sessions more in one partition that moves (${DEFAULT-VALUE}).")
  private int crowded;

  @Option(
      names = "--pause",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description = "How long a slot stays as it is before each step (${DEFAULT-VALUE}).")
  private int pause;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What decides who does what and when (${DEFAULT-VALUE}).")
  private long seed = 1;

  /** For picocli. */
  public ReshardCommand() {}

  @Override
  public Integer call() {
    try (Servers servers = kind.start(output.redisServer());
        Progress progress = new Progress(2)) {
      Window window = Window.of(slots, ReshardLoad.NAMESPACE);
      Schedule<Planned> schedule = Schedule.inOrder(seed, kind.plan(), PAUSES);
      progress.step("%d steps under load".formatted(schedule.steps().size()));
      ReshardLoad.Amount amount =
          new ReshardLoad.Amount(rate, spread, crowded, Duration.ofMillis(pause));
      Evidence evidence = new ReshardLoad(servers, window, amount).run(schedule);
      progress.step("checking");
      Verdict verdict = checker(servers).check(evidence);
      ReshardReport report = new ReshardReport(kind, verdict, window, servers.version());
      System.out.println(verdict.text());
      return output.show(report.report());
    }
  }

  private Checker checker(Servers servers) {
    // Sentinel waits for no agreement with the replica, a Cluster does.
    Losses losses = kind == Servers.Kind.CLUSTER ? Losses.NONE : Losses.FAILOVER;
    return Checker.of(Invariants.ofSessions(losses, LATE))
        .and(Invariants.revocationsAreNotUndone())
        .and(Invariants.deadlinesHold(Deadlines.USUAL))
        .and(Invariants.failuresHaveACause())
        .and(Invariants.nothingIsEndless(servers::endless));
  }
}
