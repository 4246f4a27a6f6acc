package dev.mainstay.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/** One event, one line for a human: {@code 09:12:00.123 WARN message key=value}. */
final class TextLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NONE = new byte[0];
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder out = new StringBuilder(128);
    TIME.formatTo(event.getInstant(), out);
    out.append(' ').append("%-5s".formatted(event.getLevel())).append(' ');
    out.append(shown(event.getFormattedMessage()));
    event.getMDCPropertyMap().forEach((key, value) -> pair(out, key, value));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        pair(out, pair.key, String.valueOf(pair.value));
      }
    }
    out.append('\n');
    if (event.getThrowableProxy() != null) {
      out.append(Secrets.hide(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  private static void pair(StringBuilder out, String key, String value) {
    out.append(' ').append(key).append('=').append(shown(value));
  }

  /** No caller writes lines of his own, or colours, into a terminal. */
  private static String shown(String text) {
    String shown = Secrets.hide(text);
    return shown.chars().anyMatch(Character::isISOControl)
        ? shown.replaceAll("\\p{Cntrl}", "?")
        : shown;
  }
}
