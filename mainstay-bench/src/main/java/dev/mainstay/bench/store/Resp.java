package dev.mainstay.bench.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis with nothing between: what measures the libraries must not be one of them.
 * Bytes are Latin-1 text both ways. For one thread.
 */
public final class Resp implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Resp(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  public static Resp connect(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      return new Resp(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks and waits.
   *
   * @return text, a {@link Long}, a list of such, or null
   * @throws IllegalStateException where the server answers with an error
   */
  public @Nullable Object call(String... words) {
    try {
      write(words);
      out.flush();
      return reply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks many things at once and waits for all; the answers are of no interest. */
  public void pipeline(List<String[]> commands) {
    try {
      for (String[] words : commands) {
        write(words);
      }
      out.flush();
      for (int i = 0; i < commands.size(); i++) {
        reply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer where it is text. */
  public String text(String... words) {
    return String.valueOf(call(words));
  }

  /** The answer where it is a number. */
  public long number(String... words) {
    return (Long) Objects.requireNonNull(call(words));
  }

  /** The lines {@code name:value} of a section of INFO. */
  public Map<String, String> info(String section) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text("INFO", section).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return values;
  }

  private void write(String... words) throws IOException {
    out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    for (String word : words) {
      out.write(("$" + word.length() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(word.getBytes(StandardCharsets.ISO_8859_1));
      out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private @Nullable Object reply() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case ':' -> Long.valueOf(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> array(Integer.parseInt(rest));
      case '-' -> throw new IllegalStateException(rest);
      default -> throw new IOException("not a reply: " + line);
    };
  }

  private @Nullable String bulk(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length + 2);
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private List<@Nullable Object> array(int length) throws IOException {
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      all.add(reply());
    }
    return all;
  }

  /** One line as it comes, as after MONITOR. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(next);
    }
    if (in.read() != '\n') {
      throw new IOException("a line does not end");
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
