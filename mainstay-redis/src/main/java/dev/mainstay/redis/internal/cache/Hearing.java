package dev.mainstay.redis.internal.cache;

import dev.mainstay.redis.internal.link.Broadcasts;
import dev.mainstay.spi.Ear;
import java.nio.charset.StandardCharsets;

/** Finds the key in the name of a channel, and tells each change of hearing once. */
final class Hearing implements Broadcasts.Hearer {
  private final String before;
  private final String after;
  private final Ear ear;
  private boolean ever;
  private boolean listens;

  Hearing(String before, String after, Ear ear) {
    this.before = before;
    this.after = after;
    this.ear = ear;
  }

  /** The pattern of its channels, as PSUBSCRIBE takes it. */
  byte[] pattern() {
    return (escaped(before) + '*' + escaped(after)).getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String plain) {
    return plain.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0");
  }

  @Override
  public void heard(byte[] channel, byte[] text) {
    String name = new String(channel, StandardCharsets.UTF_8);
    int end = name.length() - after.length();
    if (before.length() <= end) {
      ear.heard(name.substring(before.length(), end), new String(text, StandardCharsets.UTF_8));
    }
  }

  @Override
  public synchronized void listens() {
    if (!listens) {
      listens = true;
      ear.listens(!ever);
      ever = true;
    }
  }

  @Override
  public synchronized void deaf() {
    if (listens) {
      listens = false;
      ear.deaf();
    }
  }
}
