package dev.mainstay.server.config;

import java.util.Locale;

/** Which host names and addresses lead to this machine only. */
public final class LoopbackHost {
  private LoopbackHost() {}

  /** {@code localhost}, {@code 127.…} or {@code ::1}, without a port; nothing is looked up. */
  public static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.matches("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  }
}
