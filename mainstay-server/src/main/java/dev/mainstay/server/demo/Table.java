package dev.mainstay.server.demo;

import dev.mainstay.limits.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The findings of two fleets beside each other. */
final class Table {
  private record Row<T>(String label, Function<T, ?> cell) {}

  private static final List<Row<Findings>> ROWS =
      List.of(
          row("HTTP requests", Findings::requests),
          row("logins, spread over A, B and C", Findings::logins),
          row("ghost sessions: logged in on one, unknown on another", Findings::ghosts),
          row("logged out on A", Findings::logouts),
          row("  and still let in by B or C", Findings::missed),
          row("killed with kill -9", Findings::killed),
          row("  sessions alive before", Findings::aliveBefore),
          row("  sessions alive after", Findings::aliveAfter),
          row("  ms until sessions were answered again", Findings::answeredMillis));

  private static final List<Row<FailoverFindings>> FAILOVER_ROWS =
      List.of(
          row("the primary is struck with", FailoverFindings::signal),
          row("  sessions alive before", FailoverFindings::aliveBefore),
          row("  sessions alive after", FailoverFindings::aliveAfter),
          row("  ms until sessions were answered again", FailoverFindings::answeredMillis),
          row("logging out meanwhile", FailoverFindings::leaving),
          row("  told: done, not confirmed; repeat", FailoverFindings::unconfirmed),
          row("  acknowledged", FailoverFindings::acknowledged),
          row("    and let in again by A, B or C afterwards", FailoverFindings::undone));

  private static final List<Row<PriceFindings>> PRICE_ROWS =
      List.of(
          row("reads of a price at once, nobody has it cached", PriceFindings::coldReads),
          row("  queries of the database", PriceFindings::coldQueries),
          row("changes of the price, on A", PriceFindings::changes),
          row("  reads from A, B and C right after them", PriceFindings::reads),
          row("    stale: another price than the last", PriceFindings::stale),
          row("  queries of the database", PriceFindings::queries));

  private static final List<String> STATES = List.of("per-process state", "Mainstay");

  private Table() {}

  private static <T> Row<T> row(String label, Function<T, ?> cell) {
    return new Row<>(label, cell);
  }

  /** The table, line by line. */
  static String of(Findings own, Findings shared) {
    return of(ROWS, STATES, List.of(own, shared));
  }

  /** What two failovers cost, line by line. */
  static String of(List<FailoverFindings> failovers) {
    return of(FAILOVER_ROWS, List.of("killed", "stalled"), failovers);
  }

  /** What readers of a price met, line by line. */
  static String ofPrices(List<PriceFindings> prices) {
    return of(PRICE_ROWS, List.of("per-process cache", "Mainstay"), prices);
  }

  /** What limits let in, line by line. */
  static String of(LimitFindings limits) {
    StringBuilder out = new StringBuilder();
    line(out, "let in, of " + LimitTrial.REQUESTS + " requests to A, B and C", STATES);
    for (Algorithm algorithm : Algorithm.values()) {
      line(
          out,
          LimitState.PERMITS + " by " + algorithm.spelled(),
          List.of(
              String.valueOf(limits.alone().get(algorithm)),
              String.valueOf(limits.together().get(algorithm))));
    }
    return out.toString();
  }

  private static <T> String of(List<Row<T>> rows, List<String> heads, List<T> columns) {
    StringBuilder out = new StringBuilder();
    line(out, "", heads);
    for (Row<T> row : rows) {
      List<String> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(String.valueOf(row.cell().apply(column))));
      line(out, row.label(), cells);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String label, List<String> cells) {
    out.append("%-54s%18s%12s%n".formatted(label, cells.get(0), cells.get(1)));
  }
}
