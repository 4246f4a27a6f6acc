package dev.mainstay.bench;

import dev.mainstay.bench.cache.CacheCommand;
import dev.mainstay.bench.events.EventsCommand;
import dev.mainstay.bench.failover.FailoverCommand;
import dev.mainstay.bench.fuzz.FuzzCommand;
import dev.mainstay.bench.http.HttpCommand;
import dev.mainstay.bench.http.StartCommand;
import dev.mainstay.bench.limits.LimitsCommand;
import dev.mainstay.bench.limits.peers.LimitsPeersCommand;
import dev.mainstay.bench.limits.plots.LimitsPlotsCommand;
import dev.mainstay.bench.limits.silence.LimitsSilenceCommand;
import dev.mainstay.bench.limits.weight.LimitsMemoryCommand;
import dev.mainstay.bench.memory.MemoryCommand;
import dev.mainstay.bench.near.NearSessionsCommand;
import dev.mainstay.bench.partition.PartitionCommand;
import dev.mainstay.bench.races.RacesCommand;
import dev.mainstay.bench.reshard.ReshardCommand;
import dev.mainstay.bench.throughput.ThroughputCommand;
import dev.mainstay.bench.wire.WireCommand;
import dev.mainstay.server.logs.Logs;
import dev.mainstay.server.ops.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./mainstay bench}: each measurement is a subcommand. */
@Command(
    name = "mainstay bench",
    description = "Measures Mainstay beside its peers, on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.Provider.class,
    subcommands = {
      HelpCommand.class,
      WireCommand.class,
      ThroughputCommand.class,
      NearSessionsCommand.class,
      MemoryCommand.class,
      HttpCommand.class,
      StartCommand.class,
      FuzzCommand.class,
      RacesCommand.class,
      EventsCommand.class,
      FailoverCommand.class,
      ReshardCommand.class,
      PartitionCommand.class,
      LimitsCommand.class,
      LimitsSilenceCommand.class,
      LimitsPeersCommand.class,
      LimitsMemoryCommand.class,
      LimitsPlotsCommand.class,
      CacheCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /**
   * Runs one measurement and ends the process with its exit code: 0, 1 where a bar is missed, 2 for
   * a wrong usage.
   */
  public static void main(String[] args) {
    // Told below errors: a store without persistence, which is meant here.
    Logs.configure("error", "text");
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a command.");
  }
}
