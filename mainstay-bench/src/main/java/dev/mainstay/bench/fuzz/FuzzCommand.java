package dev.mainstay.bench.fuzz;

import dev.mainstay.bench.report.Output;
import dev.mainstay.bench.report.Progress;
import dev.mainstay.bench.report.Report;
import dev.mainstay.bench.report.Report.Bar;
import dev.mainstay.bench.report.Report.Row;
import dev.mainstay.bench.store.BenchRedis;
import dev.mainstay.bench.store.Resp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Damaged tokens, payloads and ciphertexts: nobody gets in as somebody else, nothing breaks. */
@Command(
    name = "fuzz",
    description =
        "Damages a million payloads and ciphertexts, and 800,000 tokens, and asks for them.",
    mixinStandardHelpOptions = true)
public final class FuzzCommand implements Callable<Integer> {
  private static final int PARTS = 10;

  @Mixin private Output output = new Output();

  @Option(
      names = "--trials",
      defaultValue = "1000000",
      description =
          "How many payloads and ciphertexts to damage, beside four fifths as many tokens"
              + " (${DEFAULT-VALUE}).")
  private int trials = 1_000_000;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What decides the damage; a finding names it (${DEFAULT-VALUE}).")
  private long seed = 1;

  /** For picocli. */
  public FuzzCommand() {}

  @Override
  public Integer call() {
    try (BenchRedis server = BenchRedis.start(output.redisServer());
        Resp admin = server.admin();
        Fuzz fuzz = new Fuzz(server, admin, seed);
        Progress progress = new Progress(2 + PARTS + 4 * PARTS)) {
      progress.step("tokens in memory");
      Tally memory = fuzz.memoryTokens().run(trials * 2 / 5);
      progress.step("tokens on Redis");
      TokenFuzz tokens = fuzz.redisTokens();
      long before = fuzz.finds();
      Tally redis = tokens.run(trials * 2 / 5);
      long excess = fuzz.finds() - before - tokens.shaped();
      Tally payloads = new Tally();
      for (int part = 0; part < PARTS; part++) {
        progress.step("payloads");
        fuzz.payloads(trials / 5 / PARTS, payloads);
      }
      Tally ciphertexts = new Tally();
      for (int part = 0; part < 4 * PARTS; part++) {
        progress.step("ciphertexts");
        fuzz.ciphertexts(trials / 5 / PARTS, ciphertexts);
      }
      List<Tally> tallies = List.of(memory, redis, payloads, ciphertexts);
      return output.show(report(tallies, fuzz, excess, admin));
    }
  }

  private Report report(List<Tally> tallies, Fuzz fuzz, long excess, Resp admin) {
    for (Tally tally : tallies) {
      tally.findings().forEach(finding -> System.out.println("seed " + seed + ": " + finding));
    }
    long foreign = tallies.stream().mapToLong(Tally::foreignCount).sum();
    long wrong = tallies.stream().mapToLong(Tally::wrongCount).sum();
    Tally sealed = tallies.get(tallies.size() - 1);
    List<String> conditions =
        new ArrayList<>(Output.machine(admin.info("server").getOrDefault("redis_version", "?")));
    conditions.add("seed " + seed + "; a payload is a session, an index or the record of an end");
    conditions.add("harms to ciphertexts: " + fuzz.harms());
    return new Report(
        "fuzz",
        "Damaged tokens, payloads and ciphertexts",
        conditions,
        List.of("tokens, memory", "tokens, Redis", "payloads, Redis", "ciphertexts, Redis"),
        List.of(
            row("damaged", tallies, Tally::trials),
            row("led to the session that was due", tallies, Tally::foundCount),
            sealedRow("led to it without the damaged attribute", sealed.droppedCount()),
            sealedRow("ended the session by policy", sealed.endedCount()),
            sealedRow("read what was not written", sealed.misreadCount()),
            row("answered by an exception of ours", tallies, Tally::refusedCount),
            row("exceptions that are not ours", tallies, Tally::foreignCount),
            row("wrong identities", tallies, Tally::wrongCount)),
        List.of(
            Bar.atMost("exceptions that are not ours", foreign, 0),
            Bar.atMost("wrong identities", wrong, 0),
            Bar.atMost("ciphertexts neither refused nor by policy", sealed.misreadCount(), 0),
            Bar.atMost("exceptions of ours for ciphertexts", sealed.refusedCount(), 0),
            Bar.atMost("commands for tokens without the shape of one", excess, 0),
            Bar.atMost("keys without an expiry", fuzz.immortal(), 0)));
  }

  /** A row of ciphertexts alone, which are the last column. */
  private static Row sealedRow(String name, long count) {
    return new Row(name, "trials", Arrays.asList(null, null, null, (double) count));
  }

  private static Row row(String name, List<Tally> tallies, ToLongFunction<Tally> number) {
    List<@Nullable Double> values = new ArrayList<>();
    tallies.forEach(tally -> values.add((double) number.applyAsLong(tally)));
    return new Row(name, "trials", values);
  }
}
