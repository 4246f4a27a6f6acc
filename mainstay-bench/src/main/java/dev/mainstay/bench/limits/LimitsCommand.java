package dev.mainstay.bench.limits;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many decisions a second, beside raw commands, bucket4j and Redisson. All take turns on one
 * server. One decision is a round trip, so this is also what a caller waits for.
 */
@Command(
    name = "limits",
    description = {
      "Takes of limits, beside raw commands, bucket4j and Redisson (about 4 min).",
      "Each round ends with a limit that is hit, and nobody may be let in beyond it."
    },
    mixinStandardHelpOptions = true)
public final class LimitsCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many rounds the medians are of (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "How long a round of each is (${DEFAULT-VALUE}).")
  private double seconds = 2;

  @Option(
      names = "--only",
      paramLabel = "SCENE",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES} only these; else all.")
  private List<Scene> only = List.of();

  /** For picocli. */
  public LimitsCommand() {}

  @Override
  public Integer call() {
    if (rounds < 1 || seconds <= 0) {
      throw new InvalidValueException("--rounds, --seconds", "have to be positive");
    }
    List<Scene> scenes = only.isEmpty() ? List.of(Scene.values()) : only;
    try (BenchRedis redis = BenchRedis.start(output.redisServer());
        Resp admin = redis.admin();
        Field field = new Field(redis);
        Progress progress = new Progress((rounds + 1) * scenes.size() * 5)) {
      Map<Scene, List<Entrant>> results = new EnumMap<>(Scene.class);
      for (Scene scene : scenes) {
        progress.step("preparing " + scene.title());
        results.put(scene, measure(scene, field.of(scene), () -> cpu(admin), progress));
      }
      String version = admin.info("server").getOrDefault("redis_version", "?");
      return output.show(report(results, version));
    }
  }

  private List<Entrant> measure(
      Scene scene, List<Entrant> entrants, DoubleSupplier clock, Progress progress) {
    Duration time = Duration.ofNanos((long) (seconds * 1e9));
    for (int round = 0; round <= rounds; round++) {
      for (Entrant entrant : entrants) {
        String what = round == 0 ? "warming up " : "measuring ";
        progress.step(what + entrant.name() + ", " + scene.title());
        entrant.round(time, round > 0, clock);
      }
    }
    return entrants;
  }

  private static double cpu(Resp admin) {
    Map<String, String> info = admin.info("cpu");
    return Double.parseDouble(info.getOrDefault("used_cpu_user", "0"))
        + Double.parseDouble(info.getOrDefault("used_cpu_sys", "0"));
  }

  private Report report(Map<Scene, List<Entrant>> results, String version) {
    List<String> conditions = new ArrayList<>(Output.machine(version));
    conditions.add(
        "medians of %d rounds of %s s in turns; beyond and refused are of all rounds"
            .formatted(rounds, Double.toString(seconds).replaceAll("\\.0$", "")));
    List<Report.Row> rows = new ArrayList<>();
    List<Report.Bar> bars = new ArrayList<>();
    results.forEach(
        (scene, entrants) -> {
          Standings standings = new Standings(scene, entrants);
          rows.addAll(standings.rows());
          bars.addAll(standings.bars());
        });
    return new Report("limits", "Decisions", conditions, Field.NAMES, rows, bars);
  }
}
