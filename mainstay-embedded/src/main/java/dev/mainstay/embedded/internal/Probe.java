package dev.mainstay.embedded.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One AUTH and one PING, spoken by hand: the smallest proof that a store answers its user. */
final class Probe {
  private static final String WANTED = "+OK\r\n+PONG\r\n";

  private Probe() {}

  /** Whether the store at this endpoint lets this user in and answers. */
  static boolean answers(Endpoint endpoint, String user, Secret secret) {
    String text =
        "*3\r\n$4\r\nAUTH\r\n" + bulk(user) + bulk(secret.text()) + "*1\r\n$4\r\nPING\r\n";
    try (SocketChannel channel = endpoint.connect()) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer reply = ByteBuffer.allocate(WANTED.length());
      while (reply.hasRemaining() && channel.read(reply) >= 0) {
        // Until the reply is whole or the store hangs up.
      }
      return WANTED.equals(
          new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return false;
    }
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }
}
