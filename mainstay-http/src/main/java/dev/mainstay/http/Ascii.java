package dev.mainstay.http;

/** Characters as the grammars of HTTP sort them, whatever Unicode says of them. */
final class Ascii {
  private Ascii() {}

  /** One of {@code A-Z a-z 0-9}. */
  static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
