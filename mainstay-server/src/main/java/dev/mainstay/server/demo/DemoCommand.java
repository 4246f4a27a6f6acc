package dev.mainstay.server.demo;

import dev.mainstay.server.logs.Logs;
import dev.mainstay.server.logs.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows, in less than a minute, what shared sessions are good for; exits 0 if they were. */
@Command(
    name = "demo",
    description = {
      "Shows three replicas of a small API without Mainstay and with it.",
      "Logins are spread over them, first with per-process state, then on one store;",
      "the table says how many were ghosts, what a logout did, what survived a kill.",
      "A second table says how many of 300 requests limits of 100 let in.",
      "A third one tells who read an old price after it was changed, and who asked for it.",
      "Then a primary with two replicas is killed and the next one stalled: a fourth table."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int MOST_SECONDS = 180;
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--logins", paramLabel = "N", description = "3 to 3000; 300 unless told.")
  private int logins = 300;

  @Override
  public Integer call() throws InterruptedException {
    if (logins < Fleet.SIZE || logins > 3_000) {
      throw new ParameterException(
          spec.commandLine(), "--logins: " + logins + " is not within 3 to 3000");
    }
    Logs.configure("error", "text");
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = new Progress(out, Terminal.isOutput());
    long begun = System.nanoTime();
    try {
      boolean held =
          CompletableFuture.supplyAsync(() -> show(out, progress), this::onThread)
              .get(MOST_SECONDS, TimeUnit.SECONDS);
      out.printf("%nTook %.1f s.%n", (System.nanoTime() - begun) / 1e9);
      out.flush();
      return held ? 0 : FAILED;
    } catch (TimeoutException e) {
      return failed(
          progress,
          "It took longer than "
              + MOST_SECONDS
              + " s; is the machine busy? Try again, or with fewer --logins.");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return failed(progress, String.valueOf(cause.getMessage()));
    }
  }

  private boolean show(PrintWriter out, Progress progress) {
    Demo demo = new Demo(logins, progress);
    Findings own = demo.withOwnMemory();
    Findings shared = demo.withMainstay();
    boolean agreed = own.ghosts() > 0 && shared.allAgreed();
    tell(
        out,
        progress,
        Table.of(own, shared),
        agreed
            ? "With Mainstay every replica agreed on every session, through the kill too."
            : "What is claimed did not hold: see the column of Mainstay.");
    boolean counted = demo.limits().allHeld();
    tell(
        out,
        progress,
        Table.of(demo.limits()),
        counted
            ? "With Mainstay a limit of 100 is one of 100, however many replicas there are."
            : "What is claimed did not hold: see the column of Mainstay.");
    boolean fresh = demo.prices().get(1).allHeld() && demo.prices().get(0).stale() > 0;
    tell(
        out,
        progress,
        Table.ofPrices(demo.prices()),
        fresh
            ? "With Mainstay one load served all, and nobody read an old price."
            : "What is claimed did not hold: see the column of Mainstay.");
    List<FailoverFindings> failovers = demo.throughFailovers();
    boolean survived = failovers.stream().allMatch(FailoverFindings::costOnlyTime);
    tell(
        out,
        progress,
        Table.of(failovers),
        survived
            ? "A killed and a stalled primary cost seconds, no session and no logout."
            : "What is claimed did not hold: see what was lost above.");
    return agreed && counted && fresh && survived;
  }

  private static void tell(PrintWriter out, Progress progress, String table, String sentence) {
    progress.end();
    out.println();
    out.print(table);
    out.println();
    out.println(sentence);
    out.flush();
  }

  private int failed(Progress progress, String why) {
    progress.end();
    PrintWriter err = spec.commandLine().getErr();
    err.println("mainstay: the demo failed: " + why);
    err.flush();
    return FAILED;
  }

  /** Children end with this process, whatever it is doing when it ends. */
  private void onThread(Runnable work) {
    Thread thread = new Thread(work, "demo");
    thread.setDaemon(true);
    thread.start();
  }
}
