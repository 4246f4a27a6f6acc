package dev.mainstay.bench.report;

import java.util.List;

/**
 * Counts over time as stacked columns in SVG, a mark where something happened. Readable on light
 * and on dark ground.
 */
public final class Timeline {
  private static final List<String> COLOURS = List.of("#2563eb", "#f59e0b", "#dc2626");
  private static final int LEFT = 50;
  private static final int TOP = 84;
  private static final int HEIGHT = 200;
  private static final int COLUMN = 6;
  private static final int SECOND = 10;

  private final String title;
  private final List<String> names;
  private final int[][] counts;
  private final int mark;
  private final StringBuilder svg = new StringBuilder();

  /**
   * A plot.
   *
   * @param names of the layers, the lowest first; at most three
   * @param counts of each layer in each step of 100 ms
   * @param mark the step in which it happened, second 0
   */
  public Timeline(String title, List<String> names, int[][] counts, int mark) {
    this.title = title;
    this.names = names;
    this.counts = counts;
    this.mark = mark;
  }

  /** The plot as a file's text. */
  public String svg() {
    int width = LEFT + steps() * COLUMN + 20;
    line(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"system-ui, sans-serif\" font-size=\"13\">")
            .formatted(width, TOP + HEIGHT + 40, width));
    line("<style>text{fill:#0f172a}.s{fill:#64748b}@media(prefers-color-scheme:dark)");
    line("{text{fill:#e2e8f0}.s{fill:#94a3b8}}</style>");
    line("<text x=\"16\" y=\"28\" font-size=\"17\" font-weight=\"600\">" + title + "</text>");
    legend();
    for (int step = 0; step < steps(); step++) {
      column(step);
    }
    axes();
    line("</svg>");
    return svg.toString();
  }

  private int steps() {
    return counts[0].length;
  }

  private int most() {
    int most = 1;
    for (int step = 0; step < steps(); step++) {
      int sum = 0;
      for (int[] layer : counts) {
        sum += layer[step];
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private void legend() {
    int x = 16;
    for (int i = 0; i < names.size(); i++) {
      line(
          "<rect x=\"%d\" y=\"45\" width=\"11\" height=\"11\" fill=\"%s\"/>"
              .formatted(x, COLOURS.get(i)));
      line("<text x=\"%d\" y=\"55\">%s</text>".formatted(x + 17, names.get(i)));
      x += 42 + 7 * names.get(i).length();
    }
  }

  private void column(int step) {
    int bottom = TOP + HEIGHT;
    for (int i = 0; i < counts.length; i++) {
      int height = Math.round((float) counts[i][step] / most() * HEIGHT);
      if (height > 0) {
        bottom -= height;
        line(
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>"
                .formatted(LEFT + step * COLUMN, bottom, COLUMN - 1, height, COLOURS.get(i)));
      }
    }
  }

  private void axes() {
    int bottom = TOP + HEIGHT;
    line("<text class=\"s\" x=\"16\" y=\"%d\" font-size=\"11\">%d</text>".formatted(TOP, most()));
    line("<text class=\"s\" x=\"16\" y=\"%d\" font-size=\"11\">0</text>".formatted(bottom));
    for (int step = mark % SECOND; step <= steps(); step += SECOND) {
      line(
          "<text class=\"s\" x=\"%d\" y=\"%d\" font-size=\"11\">%d s</text>"
              .formatted(LEFT + step * COLUMN - 4, bottom + 16, (step - mark) / SECOND));
    }
    int x = LEFT + mark * COLUMN - 1;
    line(
        "<path d=\"M%d %dV%d\" stroke=\"#dc2626\" stroke-dasharray=\"3 3\"/>"
            .formatted(x, TOP - 12, bottom));
  }

  private void line(String text) {
    svg.append(text).append('\n');
  }
}
