package dev.mainstay.bench.wire;

import dev.mainstay.bench.peers.MainstayPeer;
import dev.mainstay.bench.peers.Peer;
import dev.mainstay.bench.peers.SpringPeer;
import dev.mainstay.bench.peers.SpringStore;
import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.bench.wire.Trips.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Round trips and writes of each kind of request, beside Spring Session. */
@Command(
    name = "wire",
    description = "Counts what a request sends to Redis, beside Spring Session (about 25 s).",
    mixinStandardHelpOptions = true)
public final class WireCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "12",
      description = "The sessions' idle time; reads are spread over half of it (${DEFAULT-VALUE}).")
  private int idle = 12;

  @Option(
      names = "--devices",
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "How many devices of one user log out at once (${DEFAULT-VALUE}).")
  private int devices = 100;

  @Option(names = "--commands", description = "Also prints the commands of each request.")
  private boolean commands;

  /** For picocli. */
  public WireCommand() {}

  @Override
  public Integer call() {
    Duration time = Duration.ofSeconds(idle);
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin()) {
      List<Peer> peers =
          List.of(
              new MainstayPeer(redis.url(), time),
              new SpringPeer<>(SpringStore.simple(redis, time)),
              new SpringPeer<>(SpringStore.indexed(redis, time)));
      String version = admin.info("server").getOrDefault("redis_version", "?");
      List<Trips> trips = measure(redis, peers, time);
      if (commands) {
        print(peers, trips);
      }
      return output.show(report(peers, trips, version));
    }
  }

  private List<Trips> measure(BenchRedis redis, List<Peer> peers, Duration time) {
    List<Trips> trips = new ArrayList<>();
    int steps = peers.size() * (Trips.READS + Kind.values().length);
    try (Tap tap = new Tap(redis);
        Progress progress = new Progress(steps)) {
      for (Peer peer : peers) {
        try (peer) {
          trips.add(Trips.of(peer, tap, time, devices, progress));
        }
      }
      tap.reconcile();
    }
    return trips;
  }

  private static void print(List<Peer> peers, List<Trips> trips) {
    for (Kind kind : Kind.values()) {
      System.out.println(kind.text);
      for (int i = 0; i < peers.size(); i++) {
        String sent = trips.get(i).commands(kind);
        String shown = sent.length() <= 600 ? sent : sent.substring(0, 600) + " …";
        System.out.printf("  %-15s %s%n", peers.get(i).name(), shown);
      }
    }
    System.out.println();
  }

  private Report report(List<Peer> peers, List<Trips> trips, String version) {
    List<Row> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      String name = kind == Kind.LOGOUT_EVERYWHERE ? "log out " + devices + " devices" : kind.text;
      List<@Nullable Double> values = new ArrayList<>();
      trips.forEach(one -> values.add(one.has(kind) ? (double) one.blocking(kind) : null));
      rows.add(new Row(name, "blocking round trips", values));
    }
    String spread = Trips.READS + " reads over idle / 2";
    rows.add(row(spread + ", each", "blocking round trips", trips, Trips::blockingPerRead));
    rows.add(row(spread, "requests with a write", trips, Trips::readsWithWrites));
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "By MONITOR, held against INFO commandstats; a request finds the session and saves what"
            + " changed.");
    return new Report(
        "wire",
        "Round trips of a request",
        conditions,
        peers.stream().map(Peer::name).toList(),
        rows,
        bars(trips.get(0)));
  }

  private static Row row(
      String name, String unit, List<Trips> trips, ToDoubleFunction<Trips> number) {
    List<@Nullable Double> values = new ArrayList<>();
    trips.forEach(one -> values.add(number.applyAsDouble(one)));
    return new Row(name, unit, values);
  }

  private List<Bar> bars(Trips mainstay) {
    double untouched = 1 - (double) mainstay.readsWithWrites() / Trips.READS;
    return List.of(
        Bar.atMost("round trips of a read", mainstay.blockingPerRead(), 1),
        Bar.atLeast("share of reads without a write", untouched, 0.9),
        Bar.atMost("round trips of a write", mainstay.blocking(Kind.WRITE), 2),
        Bar.atMost("round trips of a rotation", mainstay.blocking(Kind.ROTATE), 2),
        Bar.atMost("round trips of a logout", mainstay.blocking(Kind.LOGOUT), 2),
        Bar.atMost(
            "round trips of logging out " + devices + " devices",
            mainstay.blocking(Kind.LOGOUT_EVERYWHERE),
            1));
  }
}
