package dev.mainstay.server.demo;

import java.util.List;
import java.util.function.Function;

/** The findings of two fleets beside each other. */
final class Table {
  private record Row(String label, Function<Findings, String> cell) {}

  private static final List<Row> ROWS =
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

  private Table() {}

  private static Row row(String label, Function<Findings, ?> cell) {
    return new Row(label, findings -> String.valueOf(cell.apply(findings)));
  }

  /** The table, line by line. */
  static String of(Findings own, Findings shared) {
    StringBuilder out = new StringBuilder();
    line(out, "", "per-process state", "Mainstay");
    ROWS.forEach(row -> line(out, row.label(), row.cell().apply(own), row.cell().apply(shared)));
    return out.toString();
  }

  private static void line(StringBuilder out, String label, String own, String shared) {
    out.append("%-54s%18s%12s%n".formatted(label, own, shared));
  }
}
