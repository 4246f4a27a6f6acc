package dev.mainstay.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One event, one line, one JSON object: {@code time}, {@code level}, {@code logger}, {@code
 * thread}, {@code message}, then what the event carries ({@code requestId}), and {@code exception}.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NONE = new byte[0];
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"time\":");
    string(out, event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    field(out, "level", event.getLevel().toString());
    field(out, "logger", event.getLoggerName());
    field(out, "thread", event.getThreadName());
    field(out, "message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach((key, value) -> field(out, key, value));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        field(out, pair.key, pair.value);
      }
    }
    if (event.getThrowableProxy() != null) {
      field(out, "exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return out.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  private static void field(StringBuilder out, String key, @Nullable Object value) {
    out.append(',');
    string(out, key);
    out.append(':');
    if (value == null
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer) {
      out.append(value);
    } else {
      string(out, Secrets.hide(value.toString()));
    }
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
