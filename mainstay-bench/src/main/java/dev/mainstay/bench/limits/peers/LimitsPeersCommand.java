package dev.mainstay.bench.limits.peers;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who can be made to let in more than the limit says, by loads that are seen in practice. */
@Command(
    name = "limits-peers",
    description = "Looks for takes beyond the limit, of Mainstay and of peers (about 1 min).",
    mixinStandardHelpOptions = true)
public final class LimitsPeersCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--repeats",
      defaultValue = "3",
      description = "How often each load is tried (${DEFAULT-VALUE}).")
  private int repeats = 3;

  /** For picocli. */
  public LimitsPeersCommand() {}

  @Override
  public Integer call() {
    List<Row> rows = new ArrayList<>();
    List<Bar> bars = new ArrayList<>();
    int caught = 0;
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        Peers peers = new Peers(redis);
        Progress progress = new Progress(Trial.values().length * Peers.NAMES.size())) {
      for (Trial trial : Trial.values()) {
        Row row = row(trial, peers, admin, progress);
        rows.add(row);
        bars.add(Bar.atMost(trial.title() + ": Mainstay", value(row, 0), 0));
        caught += (int) row.values().stream().skip(1).filter(it -> it != null && it > 0).count();
      }
      bars.add(Bar.atLeast("loads by which a peer is caught", caught, 2));
      String version = admin.info("server").getOrDefault("redis_version", "?");
      return output.show(report(rows, bars, version));
    }
  }

  private static double value(Row row, int column) {
    Double value = row.values().get(column);
    return value == null ? 0 : value;
  }

  private Row row(Trial trial, Peers peers, Resp admin, Progress progress) {
    List<@Nullable Double> values = new ArrayList<>();
    for (String peer : Peers.NAMES) {
      progress.step(peer + ", " + trial.title());
      values.add(trial.concerns(peer) ? beyond(trial, peers, peer, admin) : null);
    }
    return new Row(trial.title(), "beyond the limit", values);
  }

  /** The most of all repeats. */
  private double beyond(Trial trial, Peers peers, String peer, Resp admin) {
    long most = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      Ledger ledger = new Ledger();
      trial.run(peers, peer, repeat, admin, ledger);
      most = Math.max(most, ledger.beyond(Trial.RATE));
    }
    return most;
  }

  private Report report(List<Row> rows, List<Bar> bars, String version) {
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "limit 100 in 1 s; two nodes on one limit; takes that passed it for certain,"
            + " the most of %d repeats".formatted(repeats));
    conditions.add(
        "beyond 100 and what comes back in the time from the first question to the last answer");
    return new Report(
        "limits-peers", "Let in beyond the limit", conditions, Peers.NAMES, rows, bars);
  }
}
