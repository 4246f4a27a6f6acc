package dev.mainstay.bench.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Events by the second as columns in SVG, with the mean, the bar, and marks of what was done. */
final class Timeline {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int RIGHT = 150;
  private static final int TOP = 64;
  private static final int BOTTOM = 36;

  private Timeline() {}

  /**
   * Draws a run.
   *
   * @param load the events of each second
   * @param limit how many times the mean no second may pass
   * @param marks what was done, by its second
   */
  static String svg(String title, int[] load, double limit, Map<Integer, String> marks) {
    double mean = Arrays.stream(load).average().orElse(0);
    double top = Math.max(mean * limit, Arrays.stream(load).max().orElse(1)) * 1.05;
    double step = (WIDTH - LEFT - RIGHT) / (double) Math.max(1, load.length);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " font-family=\"system-ui, sans-serif\" font-size=\"12\">",
            WIDTH,
            HEIGHT,
            WIDTH));
    add(
        svg,
        "<style>text{fill:#0f172a}@media(prefers-color-scheme:dark){text{fill:#e2e8f0}}</style>");
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<text x=\"16\" y=\"28\" font-size=\"17\" font-weight=\"600\">%s</text>",
            title));
    for (int i = 0; i < load.length; i++) {
      double y = y(load[i], top);
      add(
          svg,
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#2563eb\"/>",
              LEFT + i * step,
              y,
              Math.max(0.5, step - 0.5),
              HEIGHT - BOTTOM - y));
    }
    level(svg, y(mean, top), "#94a3b8", String.format(Locale.ROOT, "mean %.0f a second", mean));
    level(
        svg,
        y(mean * limit, top),
        "#dc2626",
        String.format(Locale.ROOT, "bar: %.0f", mean * limit));
    marks.forEach((second, what) -> mark(svg, LEFT + second * step, what));
    add(svg, String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">0 s</text>", LEFT, HEIGHT - 14));
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d s</text>",
            WIDTH - RIGHT,
            HEIGHT - 14,
            load.length));
    add(svg, "</svg>");
    return svg.toString();
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
  }

  private static void level(StringBuilder svg, double y, String colour, String words) {
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-dasharray=\"5 4\"/>",
            LEFT,
            WIDTH - RIGHT,
            y,
            y,
            colour));
    add(
        svg,
        String.format(
            Locale.ROOT, "<text x=\"%d\" y=\"%.1f\">%s</text>", WIDTH - RIGHT + 8, y + 4, words));
  }

  private static void mark(StringBuilder svg, double x, String words) {
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#f59e0b\""
                + " stroke-width=\"2\"/>",
            x,
            x,
            TOP - 8,
            HEIGHT - BOTTOM));
    add(
        svg,
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
            x,
            TOP - 12,
            words));
  }

  private static void add(StringBuilder svg, String line) {
    svg.append(line).append('\n');
  }
}
