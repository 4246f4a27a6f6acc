package dev.mainstay.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest cell; the first column begins left. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  void add(List<String> row) {
    rows.add(List.copyOf(row));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        String space = " ".repeat(width(i) - cell.length());
        // The last column holds words, all between hold numbers.
        boolean left = i == 0 || i == row.size() - 1;
        line.append(i == 0 ? "" : "  ").append(left ? cell + space : space + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
