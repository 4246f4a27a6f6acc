package dev.mainstay.server.logs;

import java.util.regex.Pattern;

/**
 * The last line of defence: no message of ours holds a secret, but a library's may repeat what it
 * was given. Session tokens lose their secret, URLs their password.
 */
final class Secrets {
  private static final Pattern TOKEN =
      Pattern.compile("(ms1\\.[A-Za-z0-9_-]{2}\\.[A-Za-z0-9_-]{16}\\.)[A-Za-z0-9_-]+");
  private static final Pattern PASSWORD = Pattern.compile("(://[^/@\\s:]*:)[^@\\s]*@");
  private static final Pattern PASSWORD_ALONE = Pattern.compile("(://)[^/@\\s:?]+@");
  private static final Pattern PASSWORD_OF_SOCKET = Pattern.compile("([?&]password=)[^&\\s]+");

  private Secrets() {}

  /** The text without them; mostly the text itself. */
  static String hide(String text) {
    String shown = text;
    if (shown.contains("ms1.")) {
      shown = TOKEN.matcher(shown).replaceAll("$1***");
    }
    if (shown.contains("://")) {
      shown = PASSWORD.matcher(shown).replaceAll("$1***@");
      shown = PASSWORD_ALONE.matcher(shown).replaceAll("$1***@");
      shown = PASSWORD_OF_SOCKET.matcher(shown).replaceAll("$1***");
    }
    return shown;
  }
}
