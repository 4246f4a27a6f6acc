package dev.mainstay.server.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What may have been meant by a name that is unknown. */
final class Guess {
  private Guess() {}

  /** As in {@code did you mean 'store'?}, else all that is allowed. */
  static String of(String name, List<String> allowed) {
    return allowed.stream()
        .min(Comparator.comparingInt(other -> distance(name, other)))
        .filter(other -> distance(name, other) <= tolerance(name.length()))
        .map(other -> "did you mean '" + other + "'?")
        .orElse("allowed are " + String.join(", ", allowed));
  }

  private static int tolerance(int length) {
    return length < 4 ? 1 : Math.max(2, length / 3);
  }

  /** How many letters are to be added, dropped or changed; case and separators aside. */
  static int distance(String one, String other) {
    String a = plain(one);
    String b = plain(other);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
