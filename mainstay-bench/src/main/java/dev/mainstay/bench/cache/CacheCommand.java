package dev.mainstay.bench.cache;

import dev.mainstay.bench.cache.mutate.CacheMutateCommand;
import dev.mainstay.bench.cache.near.CacheNearCommand;
import dev.mainstay.bench.cache.races.CacheRacesCommand;
import dev.mainstay.bench.cache.silence.CacheSilenceCommand;
import dev.mainstay.bench.cache.source.CacheSourceCommand;
import dev.mainstay.bench.cache.throughput.CacheThroughputCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The measurements of caches. */
@Command(
    name = "cache",
    description = "Measures caches beside Spring Data Redis, JetCache and Redisson.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      HelpCommand.class,
      CacheRacesCommand.class,
      CacheMutateCommand.class,
      CacheThroughputCommand.class,
      CacheNearCommand.class,
      CacheSilenceCommand.class,
      CacheSourceCommand.class
    })
public final class CacheCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** For picocli. */
  public CacheCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a command.");
  }
}
