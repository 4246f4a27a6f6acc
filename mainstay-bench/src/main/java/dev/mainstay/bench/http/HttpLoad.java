package dev.mainstay.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Connections that each ask, wait for the whole answer, and ask again. One thread and next to no
 * work of its own: what it took would be taken from the servers.
 */
final class HttpLoad {
  private static final int STATUS = "HTTP/1.1 ".length();

  private HttpLoad() {}

  /**
   * Asks for so long, on a connection for each token.
   *
   * @return the latencies in nanoseconds; as many as there were answers
   * @throws IllegalStateException where an answer is not 200
   */
  static Histogram run(int port, List<String> tokens, Duration time) {
    Histogram latencies = new Histogram(3);
    try (Selector selector = Selector.open()) {
      for (String token : tokens) {
        new Connection(port, token, selector).ask();
      }
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        selector.select(100);
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
          ((Connection) ready.next().attachment()).hear(latencies);
          ready.remove();
        }
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return latencies;
  }

  private static final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
    private long asked;
    private int length = -1;

    Connection(int port, String token, Selector selector) throws IOException {
      String text =
          "GET /v1/sessions/current HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n";
      request = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    void ask() throws IOException {
      asked = System.nanoTime();
      request.rewind();
      // A request is far smaller than a socket's buffer, which is empty.
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }

    /** All answers on a connection are equally long: only the first is read, the others counted. */
    void hear(Histogram latencies) throws IOException {
      if (channel.read(answer) < 0) {
        throw new IOException("the server closed a connection");
      }
      if (length < 0) {
        length = length();
      }
      if (length < 0 || answer.position() < length) {
        return;
      }
      if (answer.position() > length || answer.get(STATUS) != '2') {
        throw new IllegalStateException("another answer than the first: " + text());
      }
      latencies.recordValue(System.nanoTime() - asked);
      answer.clear();
      ask();
    }

    /** The length of the whole answer; -1 where its head is not there yet. */
    private int length() {
      String text = text();
      int head = text.indexOf("\r\n\r\n");
      if (head < 0) {
        return -1;
      }
      if (!text.startsWith("HTTP/1.1 200")) {
        throw new IllegalStateException("not 200: " + text);
      }
      String name = "content-length: ";
      int from = text.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
      return head + 4 + Integer.parseInt(text.substring(from, text.indexOf("\r\n", from)));
    }

    private String text() {
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
  }
}
