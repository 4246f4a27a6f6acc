package dev.mainstay.bench.partition;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.chaos.faults.Netns;
import dev.mainstay.chaos.faults.Netns.Side;
import dev.mainstay.chaos.faults.Pause;
import dev.mainstay.embedded.StoreAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** One process and its store on two sides of a link that is cut, silently. */
@Command(
    name = "partition",
    description = {
      "Cuts a process off from its store and heals that again, and checks what users were told.",
      "Needs Linux and root: the two are in network namespaces with a link between them."
    },
    mixinStandardHelpOptions = true)
public final class PartitionCommand implements Callable<Integer> {
  private static final Duration CALM = Duration.ofSeconds(3);

  @Mixin private Output output = new Output();

  @Option(
      names = "--topology",
      defaultValue = "cluster",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Servers.Kind kind = Servers.Kind.CLUSTER;

  @Option(
      names = "--cuts",
      defaultValue = "5",
      description = "How often the link is cut (${DEFAULT-VALUE}).")
  private int cuts = 5;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "For how long each time (${DEFAULT-VALUE}).")
  private int seconds = 8;

  /** For picocli. */
  public PartitionCommand() {}

  @Override
  public Integer call() throws IOException {
    Optional<String> obstacle = Netns.obstacle();
    if (obstacle.isPresent()) {
      System.err.println("mainstay bench: no link can be cut here: " + obstacle.get());
      return 1;
    }
    try (Netns link = Netns.pair();
        Progress progress = new Progress(cuts + 2)) {
      link.shareLoopback();
      progress.step("starting servers");
      Seen seen = measure(link, progress);
      System.out.println(seen.text());
      String topology = kind.name().toLowerCase(Locale.ROOT);
      return output.show(PartitionReport.of(topology, seconds, Output.machine(server()), seen));
    }
  }

  private String server() {
    Path program = output.redisServer();
    return program == null ? "as bundled" : program.toString();
  }

  private Seen measure(Netns link, Progress progress) throws IOException {
    Process servers = link.start(Side.FAR, java(Servers.class, serverArguments()));
    StoreAddress address = StoreAddress.readFrom(servers.getInputStream());
    Process replica = link.start(Side.NEAR, java(Replica.class, List.of()));
    address.writeTo(replica.getOutputStream());
    try (BufferedReader heard =
        new BufferedReader(
            new InputStreamReader(replica.getInputStream(), StandardCharsets.UTF_8))) {
      if (!Replica.READY.equals(heard.readLine())) {
        throw new IllegalStateException("the replica did not come up");
      }
      // It says what it saw when it has heard all.
      try (PrintStream tell =
          new PrintStream(replica.getOutputStream(), true, StandardCharsets.US_ASCII)) {
        for (int cut = 1; cut <= cuts; cut++) {
          progress.step("cut %d of %d".formatted(cut, cuts));
          cut(link, tell);
        }
      }
      progress.step("checking");
      return JsonMapper.shared().readValue(heard.readLine(), Seen.class);
    }
  }

  /** Both processes have the clock of the machine, which counts from its start. */
  private void cut(Netns link, PrintStream tell) {
    Pause.of(CALM);
    link.cut();
    tell.println(Replica.CUT + System.nanoTime());
    Pause.of(Duration.ofSeconds(seconds));
    tell.println(Replica.HEALED + System.nanoTime());
    link.heal();
    Pause.of(CALM);
  }

  private List<String> serverArguments() {
    List<String> arguments = new ArrayList<>(List.of(kind.name()));
    Path program = output.redisServer();
    if (program != null) {
      arguments.add(program.toAbsolutePath().toString());
    }
    return arguments;
  }

  private static ProcessBuilder java(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
