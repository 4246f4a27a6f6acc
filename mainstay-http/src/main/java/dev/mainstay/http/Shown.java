package dev.mainstay.http;

/** A caller's value as a message may show it: short, quoted, on one line, in ASCII. */
public final class Shown {
  private static final int MAX = 64;

  private Shown() {}

  /** The first characters of it, in quotes. */
  public static String of(String value) {
    StringBuilder out = new StringBuilder(MAX + 8).append('\'');
    for (int i = 0; i < Math.min(value.length(), MAX); i++) {
      char c = value.charAt(i);
      out.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return out.append(value.length() > MAX ? "…'" : "'").toString();
  }
}
