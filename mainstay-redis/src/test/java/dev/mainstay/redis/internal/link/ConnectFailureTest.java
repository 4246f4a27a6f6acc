package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.redis.RedisOptions;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that hangs up is told as one, whether a read, a write or nothing was under way. */
class ConnectFailureTest {

  static Stream<Throwable> hangUps() {
    return Stream.of(
        new IOException("recvAddress(..) failed: Connection reset by peer"),
        new IOException("writevAddresses(..) failed: Broken pipe"),
        new ClosedChannelException(),
        new IOException("Connection closed prematurely"),
        new IOException("Cannot initialize channel: RedisHandshakeHandler not registered"));
  }

  @ParameterizedTest
  @MethodSource("hangUps")
  void aHangUpMayMeanTooManyClients(Throwable cause) {
    assertThat(explain("redis://h", cause))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed the connection at once")
        .hasMessageContaining("maxclients")
        .hasMessageNotContaining("TLS");
  }

  @ParameterizedTest
  @MethodSource("hangUps")
  void withTlsItMayAlsoMeanThatTheServerRefusesTheCertificate(Throwable cause) {
    assertThat(explain("rediss://h", cause))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("TLS failed")
        .hasMessageContaining("tls.certificateFile")
        .hasMessageContaining("maxclients");
  }

  private static Throwable explain(String url, Throwable cause) {
    return ConnectFailure.explain(RedisOptions.parse(url), new RuntimeException(cause));
  }
}
