package dev.mainstay.bench.http;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon {@code ./mainstay serve} is ready with its stores, and what they all keep in memory. */
@Command(
    name = "start",
    description = "Starts ./mainstay serve with its own stores, and weighs it (about 30 s).",
    mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--mainstay",
      paramLabel = "PROGRAM",
      defaultValue = "./mainstay",
      description = "The launcher (${DEFAULT-VALUE}).")
  private Path launcher = Path.of("./mainstay");

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "How many starts the median is of (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long the last is left alone before it is weighed (${DEFAULT-VALUE}).")
  private int idle = 10;

  /** For picocli. */
  public StartCommand() {}

  @Override
  public Integer call() {
    double resident = 0;
    List<Double> seconds = new ArrayList<>();
    try (Progress progress = new Progress(rounds + 2)) {
      progress.step("building, where there is something to build");
      once(Duration.ZERO, new ArrayList<>());
      for (int round = 1; round <= rounds; round++) {
        progress.step("starting");
        resident = once(Duration.ofSeconds(round == rounds ? idle : 0), seconds);
      }
    }
    seconds.sort(Comparator.naturalOrder());
    return output.show(report(seconds.get(seconds.size() / 2), resident));
  }

  private double once(Duration leftAlone, List<Double> seconds) {
    Path data = temporary();
    List<String> command =
        List.of(launcher.toString(), "serve", "--port", "0", "--data", data.toString());
    try (Child serve = Child.start(Map.of("MAINSTAY_LOG_LEVEL", "error"), "", command)) {
      seconds.add(serve.seconds());
      BenchRedis.pause(leftAlone);
      return serve.resident();
    } finally {
      remove(data);
    }
  }

  private Report report(double seconds, double resident) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Report(
        "start",
        "./mainstay serve with its stores",
        List.of(
            cores + " cores; median of " + rounds + " starts; resident after " + idle + " s idle"),
        List.of("mainstay serve"),
        List.of(
            new Row("until it is ready", "s", List.of(seconds)),
            new Row("resident, with two stores", "MiB", List.of(resident))),
        List.of(
            Bar.atMost("seconds until ready", seconds, 3),
            Bar.atMost("MiB resident", resident, 250)));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("mainstay-start");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
