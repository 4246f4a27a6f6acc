package dev.mainstay.bench.fuzz;

import java.util.List;
import java.util.Random;

/** Small damage to text, decided by a seed. */
final class Mutations {
  private static final String URL64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String OTHER = ".=+/ \u0000\u007f\u00e9\u00ff'\"\\{}*%\n:";
  private static final List<String> NUMBERS =
      List.of("0", "-1", "1e999", "nan", "9007199254740993", "99999999999999999999", "1.5", "");

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  int any(int bound) {
    return random.nextInt(bound);
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Damages text one to three times; another text may lend parts of itself. */
  String damage(String text, String other) {
    StringBuilder damaged = new StringBuilder(text);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      damageOnce(damaged, other);
    }
    return damaged.toString();
  }

  private void damageOnce(StringBuilder text, String other) {
    if (text.length() < 2) {
      text.append(other);
      return;
    }
    int at = random.nextInt(text.length());
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> text.setCharAt(at, URL64.charAt(random.nextInt(64)));
      case 3 -> text.setCharAt(at, OTHER.charAt(random.nextInt(OTHER.length())));
      case 4 -> text.deleteCharAt(at);
      case 5 -> text.insert(at, URL64.charAt(random.nextInt(64)));
      case 6 -> text.setLength(at);
      case 7 -> text.setCharAt(at, (char) random.nextInt(256));
      default -> splice(text, other, at);
    }
  }

  /** Takes the same stretch of the other text, where it has one. */
  private void splice(StringBuilder text, String other, int from) {
    int to = from + random.nextInt(text.length() - from + 1);
    if (to <= other.length()) {
      text.replace(from, to, other.substring(from, to));
    }
  }

  /** Damages one of the numbers in a text. */
  String damageNumber(String text) {
    String[] words = text.split(" ", -1);
    words[random.nextInt(words.length)] = any(NUMBERS);
    return String.join(" ", words);
  }
}
