package dev.mainstay.server.http;

import dev.mainstay.http.HttpTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object; values that are JSON already go in as they are. */
final class JsonOut {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder(512);
  private boolean comma;

  JsonOut open() {
    out.append('{');
    comma = false;
    return this;
  }

  JsonOut open(String name) {
    key(name);
    return open();
  }

  JsonOut close() {
    out.append('}');
    comma = true;
    return this;
  }

  JsonOut openList(String name) {
    key(name);
    out.append('[');
    comma = false;
    return this;
  }

  JsonOut closeList() {
    out.append(']');
    comma = true;
    return this;
  }

  /** Begins an object within a list. */
  JsonOut item() {
    if (comma) {
      out.append(',');
    }
    return open();
  }

  /** A text within a list. */
  JsonOut element(String value) {
    if (comma) {
      out.append(',');
    }
    comma = true;
    string(value);
    return this;
  }

  JsonOut text(String name, @Nullable String value) {
    key(name);
    if (value == null) {
      out.append("null");
    } else {
      string(value);
    }
    return this;
  }

  JsonOut time(String name, Instant value) {
    key(name);
    out.append('"').append(HttpTime.format(value)).append('"');
    return this;
  }

  JsonOut number(String name, long value) {
    key(name);
    out.append(value);
    return this;
  }

  /** A value that is JSON text already. */
  JsonOut raw(String name, String json) {
    key(name);
    out.append(json);
    return this;
  }

  private void key(String name) {
    if (comma) {
      out.append(',');
    }
    comma = true;
    string(name);
    out.append(':');
  }

  private void string(String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, from, i);
        from = i + 1;
        if (c < ' ') {
          out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        } else {
          out.append('\\').append(c);
        }
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
