package dev.mainstay.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of a measurement: numbers by row and column, and the bars that they have to clear.
 *
 * @param command its name, which is also that of its files
 * @param title what was measured, for people
 * @param conditions under which it was, one sentence each
 * @param columns who was measured
 * @param rows what was measured
 * @param bars what the numbers must be
 */
public record Report(
    String command,
    String title,
    List<String> conditions,
    List<String> columns,
    List<Row> rows,
    List<Bar> bars) {

  /**
   * One thing measured of everybody.
   *
   * @param values in the order of the columns; null where it does not apply
   */
  public record Row(String name, String unit, List<@Nullable Double> values) {}

  /** A demand and what was measured. */
  public record Bar(String name, double measured, boolean atLeast, double limit) {
    /** A demand for no more, of a count. */
    public static Bar atMost(String name, long counted, long limit) {
      return new Bar(name, (double) counted, false, (double) limit);
    }

    /** A demand for no less. */
    public static Bar atLeast(String name, double measured, double limit) {
      return new Bar(name, measured, true, limit);
    }

    /** A demand for no more. */
    public static Bar atMost(String name, double measured, double limit) {
      return new Bar(name, measured, false, limit);
    }

    /** Whether it is met. */
    public boolean isMet() {
      return atLeast ? measured >= limit : measured <= limit;
    }
  }

  /** Whether all bars are met. */
  public boolean isMet() {
    return bars.stream().allMatch(Bar::isMet);
  }

  /** The result as a table of text. */
  public String text() {
    StringBuilder text = new StringBuilder(title).append('\n');
    conditions.forEach(condition -> text.append("  ").append(condition).append('\n'));
    Table table = new Table();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(columns);
    head.add("");
    table.add(head);
    for (Row row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.name));
      row.values.forEach(value -> cells.add(number(value)));
      cells.add(row.unit);
      table.add(cells);
    }
    text.append('\n').append(table.text());
    if (!bars.isEmpty()) {
      text.append('\n').append(barsText());
    }
    return text.toString();
  }

  private String barsText() {
    Table table = new Table();
    table.add(List.of("bar", "measured", "demanded", ""));
    for (Bar bar : bars) {
      String demanded = (bar.atLeast ? "≥ " : "≤ ") + number(bar.limit);
      String verdict = bar.isMet() ? "met" : "MISSED";
      table.add(List.of(bar.name, number(bar.measured), demanded, verdict));
    }
    return table.text();
  }

  /** A number with as many digits as it is worth. */
  static String number(@Nullable Double value) {
    if (value == null) {
      return "–";
    }
    if (value == Math.rint(value) || Math.abs(value) >= 1_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
