package dev.mainstay.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each fault of the network looks like from a socket. */
@Timeout(30)
class ProxyTest {
  /** In which nothing comes. */
  private static final int SILENCE_MILLIS = 150;

  private final List<Socket> clients = new ArrayList<>();
  private Echo server;
  private Proxy proxy;

  @BeforeEach
  void start() {
    server = new Echo();
    proxy = Proxy.start(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    proxy.close();
    server.close();
  }

  @Test
  void passesBytesOn() throws IOException {
    Socket client = connect();
    say(client, "hello");

    assertThat(hear(client, 5)).isEqualTo("hello");
  }

  @Test
  void passesOnMoreThanItKeeps() throws Exception {
    Socket client = connect();
    byte[] large = new byte[5_000_000];
    Thread sender = new Thread(() -> write(client, large));
    sender.start();

    assertThat(client.getInputStream().readNBytes(large.length)).hasSize(large.length);
    sender.join();
  }

  @Test
  void theEndIsPassedOn() throws IOException {
    Socket client = connect();
    say(client, "hello");
    hear(client, 5);
    server.close();
    client.shutdownOutput();

    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aDelayHoldsUpEachByteAndNotTheNextOnes() throws IOException {
    proxy.delay(Direction.REPLIES, Duration.ofMillis(200));
    Socket client = connect();
    long begin = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      say(client, "a");
    }
    hear(client, 10);

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(200), Duration.ofMillis(1_000));
  }

  @Test
  void aStallTakesAndKeepsAndThenPassesOn() throws IOException {
    Socket client = connect();
    proxy.stall();
    say(client, "hello");
    Socket late = connect();
    say(late, "too");

    assertSilent(client);
    assertSilent(late);
    assertThat(server.heard()).isZero();
    proxy.heal();
    assertThat(hear(client, 5)).isEqualTo("hello");
    assertThat(hear(late, 3)).isEqualTo("too");
  }

  @Test
  void aBlackHoleLetsNobodyConnect() throws IOException {
    Socket client = connect();
    say(client, "before");
    hear(client, 6);
    proxy.blackHole();
    say(client, "hello");

    assertSilent(client);
    assertThat(server.heard()).isEqualTo(6);
    assertThatThrownBy(() -> connect(300)).isInstanceOf(SocketTimeoutException.class);
    proxy.heal();
    assertThat(hear(client, 5)).isEqualTo("hello");
    Socket late = connect();
    say(late, "late");
    assertThat(hear(late, 4)).isEqualTo("late");
    assertThat(proxy.accepted()).as("without those that the proxy makes itself").hasSize(2);
  }

  @Test
  void swallowedRepliesAreOfRequestsThatArrived() throws IOException {
    Socket client = connect();
    proxy.swallowReplies();
    say(client, "hello");

    await().until(() -> server.heard() == 5);
    assertSilent(client);
    proxy.heal();
    assertSilent(client);
    say(client, "again");
    assertThat(hear(client, 5)).isEqualTo("again");
  }

  @Test
  void aResetBreaksWhatIsThere() throws IOException {
    Socket client = connect();
    say(client, "a");
    hear(client, 1);
    proxy.reset();

    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    Socket next = connect();
    say(next, "b");
    assertThat(hear(next, 1)).isEqualTo("b");
  }

  @Test
  void aResetInTheMiddleOfAReply() throws IOException {
    Socket client = connect();
    proxy.resetAfter(Direction.REPLIES, 3);
    say(client, "hello");

    await().until(() -> server.heard() == 5);
    assertThatThrownBy(() -> hear(client, 4)).isInstanceOf(SocketException.class);
    Socket next = connect();
    say(next, "hello");
    assertThat(hear(next, 5)).as("it breaks once").isEqualTo("hello");
  }

  @Test
  void withoutAServerAClientIsResetAndCounted() throws IOException {
    server.close();

    assertThatThrownBy(
            () -> {
              if (connect().getInputStream().read() < 0) {
                throw new SocketException("closed");
              }
            })
        .isInstanceOf(SocketException.class);
    await().until(() -> proxy.accepted().size() == 1);
  }

  @Test
  void countsConnectionsOfTheBusiestSecond() throws IOException {
    for (int i = 0; i < 5; i++) {
      connect();
    }
    await().until(() -> proxy.accepted().size() == 5);

    assertThat(proxy.busiestSecond()).isBetween(1, 5);
    assertThat(proxy.accepted()).isSorted();
  }

  private Socket connect() throws IOException {
    return connect(5_000);
  }

  private Socket connect(int millis) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), millis);
    socket.setTcpNoDelay(true);
    clients.add(socket);
    return socket;
  }

  private static void say(Socket client, String text) {
    write(client, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hear(Socket client, int bytes) throws IOException {
    client.setSoTimeout(10_000);
    byte[] heard = client.getInputStream().readNBytes(bytes);
    return new String(heard, StandardCharsets.US_ASCII);
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }
}
