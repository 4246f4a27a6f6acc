package dev.mainstay.bench.limits.plots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the plots of {@code docs/limits.md}. */
@Command(
    name = "limits-plots",
    description = "Plots what each algorithm lets in of the same demand, on a held clock.",
    mixinStandardHelpOptions = true)
public final class LimitsPlotsCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "docs/limits",
      description = "Where the plots are written (${DEFAULT-VALUE}).")
  private Path out = Path.of("docs/limits");

  /** For picocli. */
  public LimitsPlotsCommand() {}

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    for (Map.Entry<String, String> plot : Plots.all().entrySet()) {
      Files.writeString(out.resolve(plot.getKey()), plot.getValue());
      System.out.println("Written: " + out.resolve(plot.getKey()));
    }
    return 0;
  }
}
