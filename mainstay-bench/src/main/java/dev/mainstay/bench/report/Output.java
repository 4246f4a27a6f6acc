package dev.mainstay.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The options that all measurements share, and what becomes of their reports. */
public final class Output {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "target/bench",
      description = "Where the JSON and the plot are written (${DEFAULT-VALUE}).")
  private Path out = Path.of("target/bench");

  @Option(
      names = "--redis-server",
      paramLabel = "PROGRAM",
      description = "The server to measure with; by default the bundled one.")
  private @Nullable Path redisServer;

  /** For picocli. */
  public Output() {}

  /** The server to measure with; null for the bundled one. */
  public @Nullable Path redisServer() {
    return redisServer;
  }

  /** Where the files of a report are written. */
  public Path folder() {
    return out;
  }

  /** What every report says of the machine. */
  public static List<String> machine(String server) {
    Runtime runtime = Runtime.getRuntime();
    return List.of(
        runtime.availableProcessors()
            + " cores, shared by clients and server; Java "
            + Runtime.version().feature()
            + "; Redis "
            + server);
  }

  /**
   * Prints a report and writes its files.
   *
   * @return the exit code: 0, or 1 where a bar is missed
   */
  public int show(Report report) {
    return show(report, Plot.svg(report));
  }

  /** As {@link #show(Report)}, with a plot of something shorter. */
  public int show(Report report, Report plotted) {
    return show(report, Plot.svg(plotted));
  }

  /** As {@link #show(Report)}, with a plot of the caller's own. */
  public int show(Report report, String plot) {
    System.out.print(report.text());
    try {
      Files.createDirectories(out);
      Path json = out.resolve(report.command() + ".json");
      Path svg = out.resolve(report.command() + ".svg");
      Files.writeString(json, json(report));
      Files.writeString(svg, plot);
      System.out.printf("%nWritten: %s and %s%n", json, svg);
    } catch (IOException e) {
      System.err.println("mainstay bench: cannot write to " + out + ": " + e);
      return 1;
    }
    return report.isMet() ? 0 : 1;
  }

  private static String json(Report report) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }
}
