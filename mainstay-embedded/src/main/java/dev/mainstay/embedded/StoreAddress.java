package dev.mainstay.embedded;

import dev.mainstay.errors.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where an embedded store listens and how to log in. {@link #url()} holds the password; {@link
 * #toString()} does not.
 *
 * <p>A parent hands it to a child process on the child's standard input: {@link #writeTo} writes
 * one line, {@link #readFrom} reads one, so several addresses can follow each other.
 */
public final class StoreAddress {
  private static final String HEAD = "mainstay-store ";
  private static final int LONGEST = 2_048;
  private static final Pattern URL =
      Pattern.compile("(redis|rediss|redis-socket|redis-sentinel|redis-cluster)://\\S+");

  private final String url;

  private StoreAddress(String url) {
    this.url = url;
  }

  /**
   * An address from its URL, as {@link #url()} gives it.
   *
   * @throws InvalidValueException if it is no URL of a store; the message does not hold it
   */
  public static StoreAddress of(String url) {
    if (!URL.matcher(url).matches() || url.length() + HEAD.length() > LONGEST) {
      throw new InvalidValueException(
          "address",
          "not the URL of a store; allowed are redis://, rediss://, redis-socket://,"
              + " redis-sentinel:// and redis-cluster://");
    }
    return new StoreAddress(url);
  }

  /** An address on a Unix socket. */
  static StoreAddress socket(String path, String user, String password) {
    return of("redis-socket://" + path + "?user=" + user + "&password=" + password);
  }

  /** An address on loopback. */
  static StoreAddress loopback(int port, String user, String password) {
    return of("redis://" + user + ":" + password + "@127.0.0.1:" + port);
  }

  /** An address of several nodes on loopback; user and password need no escapes. */
  static StoreAddress nodes(
      String scheme, List<Integer> ports, String path, String user, String password) {
    String hosts = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    return of(scheme + "://" + user + ":" + password + "@" + hosts + path);
  }

  /** The URL with user and password, for {@code RedisEngine.connect}. Never log it. */
  public String url() {
    return url;
  }

  /**
   * Writes the address, with its password, as one line, and flushes.
   *
   * @throws UncheckedIOException if the stream refuses
   */
  public void writeTo(OutputStream out) {
    try {
      out.write((HEAD + url + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("handing a store's address to a process failed", e);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote, up to and with the end of its line and no byte further.
   *
   * @throws InvalidValueException if the line is something else, or the stream ended
   * @throws UncheckedIOException if the stream cannot be read
   */
  public static StoreAddress readFrom(InputStream in) {
    String line = line(in);
    if (!line.startsWith(HEAD)) {
      throw new InvalidValueException(
          "address", "standard input does not begin with a store's address; start this as a child");
    }
    return of(line.substring(HEAD.length()));
  }

  private static String line(InputStream in) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0 && b != '\n' && line.size() <= LONGEST; b = in.read()) {
        line.write(b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading a store's address failed", e);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreAddress that && url.equals(that.url);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }

  /** The address without its password. */
  @Override
  public String toString() {
    return url.replaceFirst("password=[^&]*", "password=***")
        .replaceFirst("://([^:@/]*):[^@]*@", "://$1:***@");
  }
}
