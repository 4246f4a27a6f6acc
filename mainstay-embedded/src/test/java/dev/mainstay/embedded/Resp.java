package dev.mainstay.embedded;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The smallest client: one command, one reply as text. */
final class Resp implements AutoCloseable {
  private static final Pattern SOCKET =
      Pattern.compile("redis-socket://([^?]+)\\?user=([^&]+)&password=(.+)");

  private final SocketChannel channel;
  private final InputStream in;

  private Resp(SocketChannel channel) {
    this.channel = channel;
    this.in = new java.io.BufferedInputStream(Channels.newInputStream(channel));
  }

  /** A client that has logged in as whom the address names. */
  static Resp connect(StoreAddress address) throws IOException {
    Resp resp = open(address);
    Matcher socket = SOCKET.matcher(address.url());
    if (socket.matches()) {
      return login(resp, socket.group(2), socket.group(3));
    }
    String[] user = URI.create(address.url()).getUserInfo().split(":", 2);
    return login(resp, user[0], user[1]);
  }

  /** A client that has not logged in. */
  static Resp open(StoreAddress address) throws IOException {
    Matcher socket = SOCKET.matcher(address.url());
    if (socket.matches()) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket.group(1)));
      return new Resp(channel);
    }
    URI uri = URI.create(address.url());
    return new Resp(SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort())));
  }

  private static Resp login(Resp resp, String user, String password) throws IOException {
    String reply = resp.call("AUTH", user, password);
    if (!reply.equals("OK")) {
      resp.close();
      throw new IOException(reply);
    }
    return resp;
  }

  String call(String... command) throws IOException {
    send(command);
    return reply();
  }

  void send(String... command) throws IOException {
    StringBuilder text = new StringBuilder("*" + command.length + "\r\n");
    for (String part : command) {
      text.append("$").append(part.length()).append("\r\n").append(part).append("\r\n");
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  String reply() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '$' -> rest.equals("-1") ? "nil" : bulk(Integer.parseInt(rest));
      case '*' -> array(Integer.parseInt(rest));
      default -> rest;
    };
  }

  private String array(int length) throws IOException {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      parts.add(reply());
    }
    return parts.toString();
  }

  private String bulk(int length) throws IOException {
    String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    in.skipNBytes(2);
    return text;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the store hung up");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
