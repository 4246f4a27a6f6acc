package dev.mainstay.bench.limits.plots;

import dev.mainstay.bench.limits.plots.Demand.Outcome;
import java.util.List;

/**
 * Requests over time in SVG: above, how many were let in and refused in each tenth of a second;
 * below, how many were let in within the second before. Readable on light and on dark ground.
 */
final class DemandPlot {
  private static final int LEFT = 44;
  private static final int TENTH = 7;
  private static final int TENTHS = Demand.END / 100;
  private static final int WIDTH = LEFT + TENTHS * TENTH + 16;
  private static final int TOP = 48;
  private static final int COLUMNS = 80;
  private static final int BASE = TOP + COLUMNS;
  private static final int LINE_TOP = BASE + 34;
  private static final int LINE = 80;
  private static final int FLOOR = LINE_TOP + LINE;

  /** The scales: so many requests in a tenth of a second, and in a second. */
  private static final int MOST = 12;

  private static final int MOST_IN_SECOND = 24;

  private final String name;
  private final Outcome outcome;
  private final int limit;
  private final StringBuilder svg = new StringBuilder();

  private DemandPlot(String name, Outcome outcome, int limit) {
    this.name = name;
    this.outcome = outcome;
    this.limit = limit;
  }

  /** The plot as a file's text. */
  static String svg(String name, Outcome outcome, int limit) {
    return new DemandPlot(name, outcome, limit).draw();
  }

  private String draw() {
    line(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"system-ui, sans-serif\" font-size=\"11\">")
            .formatted(WIDTH, FLOOR + 26, WIDTH));
    line("<title>" + name + ": requests let in and refused over time</title>");
    line("<style>text{fill:#475569}.t{fill:#0f172a}.a{fill:#2563eb}.r{fill:#cbd5e1}");
    line(".l{fill:none;stroke:#2563eb;stroke-width:1.5}.g{stroke:#94a3b8;stroke-width:.5}");
    line(".m{stroke:#dc2626;stroke-dasharray:3 3}@media(prefers-color-scheme:dark){");
    line("text{fill:#94a3b8}.t{fill:#e2e8f0}.a{fill:#60a5fa}.r{fill:#475569}");
    line(".l{stroke:#60a5fa}.g{stroke:#64748b}.m{stroke:#f87171}}</style>");
    head();
    for (int tenth = 0; tenth < TENTHS; tenth++) {
      columns(tenth);
    }
    axis(BASE);
    sums();
    axis(FLOOR);
    seconds();
    line("</svg>");
    return svg.toString();
  }

  private void head() {
    line("<text class=\"t\" x=\"10\" y=\"17\" font-size=\"13\">" + name + "</text>");
    legend(130, "a", "let in, per 0.1 s");
    legend(260, "r", "refused or later");
    int in = outcome.admitted().size();
    int all = outcome.asked().size();
    line("<text x=\"390\" y=\"17\">" + in + " of " + all + " let in</text>");
    line("<text x=\"10\" y=\"" + (LINE_TOP - 8) + "\">let in within the second before</text>");
  }

  private void legend(int x, String colour, String text) {
    line("<rect class=\"%s\" x=\"%d\" y=\"9\" width=\"9\" height=\"9\"/>".formatted(colour, x));
    line("<text x=\"%d\" y=\"17\">%s</text>".formatted(x + 14, text));
  }

  private static long within(List<Integer> instants, int from, int to) {
    return instants.stream().filter(at -> at >= from && at < to).count();
  }

  private void columns(int tenth) {
    int from = tenth * 100;
    long asked = within(outcome.asked(), from, from + 100);
    long in = within(outcome.admitted(), from, from + 100);
    column(tenth, asked, "r");
    column(tenth, in, "a");
  }

  private void column(int tenth, long count, String colour) {
    long height = Math.min(count, MOST) * COLUMNS / MOST;
    if (height > 0) {
      line(
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>"
              .formatted(colour, LEFT + tenth * TENTH, BASE - height, TENTH - 1, height));
    }
  }

  /** How many were let in within the second before each instant, and the limit. */
  private void sums() {
    StringBuilder path = new StringBuilder();
    long last = -1;
    for (int at = 0; at <= Demand.END; at += 10) {
      long sum = within(outcome.admitted(), at - 1_000 + 1, at + 1);
      if (sum != last) {
        path.append(last < 0 ? "M" : "H").append(x(at));
        path.append(last < 0 ? " " : "V").append(height(sum));
        last = sum;
      }
    }
    int y = height(limit);
    line("<path class=\"m\" d=\"M%d %dH%d\"/>".formatted(LEFT, y, WIDTH - 16));
    line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>".formatted(LEFT - 6, y + 4, limit));
    line("<path class=\"l\" d=\"" + path + "H" + x(Demand.END) + "\"/>");
  }

  private static int x(int at) {
    return LEFT + at * TENTH / 100;
  }

  private static int height(long sum) {
    return FLOOR - (int) (sum * LINE / MOST_IN_SECOND);
  }

  private void axis(int y) {
    line("<path class=\"g\" d=\"M%d %d.5H%d\"/>".formatted(LEFT, y, WIDTH - 16));
    line("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>".formatted(LEFT - 6, y + 4));
  }

  private void seconds() {
    for (int second = 0; second <= Demand.END / 1_000; second++) {
      int x = x(second * 1_000);
      line("<path class=\"g\" d=\"M%d.5 %dV%d\"/>".formatted(x, FLOOR, FLOOR + 4));
      line(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d s</text>"
              .formatted(x, FLOOR + 18, second));
    }
  }

  private void line(String text) {
    svg.append(text).append('\n');
  }
}
