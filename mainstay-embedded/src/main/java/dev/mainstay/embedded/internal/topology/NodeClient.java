package dev.mainstay.embedded.internal.topology;

import dev.mainstay.embedded.internal.Secret;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest client, for what a topology needs: one command, one answer, and a stalled server
 * costs no more than the patience.
 */
final class NodeClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private NodeClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * A client that has logged in.
   *
   * @param patience the longest wait for the connection, and for each read of an answer
   */
  static NodeClient connect(int port, String user, Secret secret, Duration patience)
      throws IOException {
    Socket socket = new Socket();
    try {
      int millis = Math.toIntExact(patience.toMillis());
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      socket.connect(new InetSocketAddress(loopback, port), millis);
      socket.setSoTimeout(millis);
      socket.setTcpNoDelay(true);
      NodeClient client = new NodeClient(socket);
      client.call("AUTH", user, secret.text());
      return client;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends a command and reads its answer.
   *
   * @throws RefusedException if the answer is an error
   * @throws IOException if there is no answer within the patience
   */
  Reply call(String... command) throws IOException {
    StringBuilder text = new StringBuilder("*" + command.length + "\r\n");
    for (String part : command) {
      text.append("$").append(part.length()).append("\r\n").append(part).append("\r\n");
    }
    socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    return reply(command[0]);
  }

  private Reply reply(String command) throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '-' -> throw new RefusedException(command, rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> many(command, Integer.parseInt(rest));
      default -> new Reply.Text(rest);
    };
  }

  private Reply bulk(int length) throws IOException {
    if (length < 0) {
      return new Reply.Many(List.of());
    }
    String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    in.skipNBytes(2);
    return new Reply.Text(text);
  }

  private Reply many(String command, int length) throws IOException {
    List<Reply> parts = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      parts.add(reply(command));
    }
    return new Reply.Many(parts);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server hung up");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    if (line.size() == 0) {
      throw new EOFException("the server answered with an empty line");
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
