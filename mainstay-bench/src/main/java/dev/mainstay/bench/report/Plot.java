package dev.mainstay.bench.report;

import dev.mainstay.bench.report.Report.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report as horizontal bars in SVG: a group for each row, drawn to its own scale, with the number
 * at each bar's end. Readable on light and on dark ground.
 */
final class Plot {
  private static final List<String> COLOURS =
      List.of("#2563eb", "#94a3b8", "#f59e0b", "#dc2626", "#7c3aed", "#16a34a");
  private static final int WIDTH = 860;
  private static final int LEFT = 300;
  private static final int LENGTH = 460;
  private static final int BAR = 16;
  private static final int GAP = 18;
  private static final int TOP = 84;

  private final Report report;
  private final StringBuilder svg = new StringBuilder();

  private Plot(Report report) {
    this.report = report;
  }

  static String svg(Report report) {
    return new Plot(report).draw();
  }

  private String draw() {
    int height = TOP + report.rows().size() * groupHeight() + 12;
    line(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"system-ui, sans-serif\" font-size=\"13\">")
            .formatted(WIDTH, height, WIDTH));
    line("<style>text{fill:#0f172a}.s{fill:#64748b}@media(prefers-color-scheme:dark)");
    line("{text{fill:#e2e8f0}.s{fill:#94a3b8}}</style>");
    line(
        "<text x=\"16\" y=\"28\" font-size=\"17\" font-weight=\"600\">%s</text>"
            .formatted(title()));
    legend();
    int y = TOP;
    for (Row row : report.rows()) {
      group(row, y);
      y += groupHeight();
    }
    line("</svg>");
    return svg.toString();
  }

  private String title() {
    return escape(report.title());
  }

  private int groupHeight() {
    return report.columns().size() * BAR + GAP;
  }

  private void legend() {
    int x = 16;
    for (int i = 0; i < report.columns().size(); i++) {
      String name = report.columns().get(i);
      line(
          "<rect x=\"%d\" y=\"45\" width=\"11\" height=\"11\" fill=\"%s\"/>"
              .formatted(x, colour(i)));
      line("<text x=\"%d\" y=\"55\">%s</text>".formatted(x + 17, escape(name)));
      x += 42 + 7 * name.length();
    }
    line("<text class=\"s\" x=\"%d\" y=\"55\">each group has its own scale</text>".formatted(x));
  }

  private void group(Row row, int top) {
    int middle = top + (groupHeight() - GAP) / 2;
    line(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
            .formatted(LEFT - 12, middle - 1, escape(row.name())));
    line(
        "<text class=\"s\" x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"11\">%s</text>"
            .formatted(LEFT - 12, middle + 13, escape(row.unit())));
    double most = 0;
    for (Double value : row.values()) {
      most = Math.max(most, value == null ? 0 : value);
    }
    for (int i = 0; i < row.values().size(); i++) {
      bar(row.values().get(i), most, top + i * BAR, colour(i));
    }
  }

  private void bar(@Nullable Double value, double most, int y, String colour) {
    long length = value == null || most == 0 ? 0 : Math.round(value / most * LENGTH);
    line(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\" fill=\"%s\"/>"
            .formatted(LEFT, y, Math.max(length, 1), BAR - 3, colour));
    line(
        "<text x=\"%d\" y=\"%d\" font-size=\"11\">%s</text>"
            .formatted(LEFT + length + 6, y + BAR - 5, Report.number(value)));
  }

  private static String colour(int column) {
    return COLOURS.get(column % COLOURS.size());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void line(String text) {
    svg.append(text).append('\n');
  }
}
