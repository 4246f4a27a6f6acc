package dev.mainstay.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "redis://h, redis://h:6379",
    "valkey://h:1, redis://h:1",
    "redis://u:p%40ss@h/2, redis://h:6379/2",
    "rediss://:p@h, rediss://h:6379",
    "valkeys://h, rediss://h:6379",
    "redis://[::1]:7, redis://[::1]:7",
    "redis-socket:///run/r.sock, redis-socket:///run/r.sock",
    "valkey-socket:///r?user=u&password=p&db=3, redis-socket:///r?db=3",
    "'redis-sentinel://u:p@h,g:1/0#main', 'redis-sentinel://h:26379,g:1#main'",
    "'valkey-sentinel://h/3#a%20b', 'redis-sentinel://h:26379/3#a b'",
    "'rediss-cluster://:p@h,[::1]:7', 'rediss-cluster://h:6379,[::1]:7'",
  })
  void readsUrls(String url, String shown) {
    assertThat(RedisUrl.parse(url)).hasToString(shown);
    assertThat(RedisOptions.parse(url)).hasToString("RedisOptions[state at " + shown + "]");
  }

  @Test
  void readsUserAndPassword() {
    RedisUrl url = RedisUrl.parse("redis://us%3Aer:p+a%2Fss@h:1/15");
    assertThat(url.user()).isEqualTo("us:er");
    assertThat(url.password()).isEqualTo("p+a/ss");
    assertThat(url.database()).isEqualTo(15);
    assertThat(RedisUrl.parse("redis://:p@h").user()).isNull();
    assertThat(RedisUrl.parse("redis-socket:///s?password=a%26b").password()).isEqualTo("a&b");
    assertThat(RedisUrl.parse("redis://[::1]").servers())
        .containsExactly(ServerAddress.tcp("::1", 6379));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://u:s3cret@h",
        "redis://u:s3cret@",
        "redis://u:s3cret@h:0",
        "redis://u:s3cret@h:70000",
        "redis://u:s3cret@h/x",
        "redis://u:s3cret@h/1?x=s3cret",
        "redis://u:s3 cret@h",
        "redis://u:s3cret@a_b",
        "redis://u:s3@cret@h",
        "redis://u:s3cret/@h",
        "redis://u:s3cret%ZZ@h",
        "redis-socket://host/s?password=s3cret",
        "redis-socket:///s?passwd=s3cret",
        "redis-sentinel://u:s3cret@h",
        "redis-sentinel://u:s3cret@h#",
        "redis-sentinel://u:s3cret@h,#main",
        "redis-cluster://u:s3cret@h/1",
        "redis-cluster://u:s3cret@h#main",
        "redis-cluster://u:s3cret@h,,g",
        "redis://u:s3cret@h,g",
      })
  void refusesOtherUrlsWithoutTellingThePassword(String url) {
    assertThatThrownBy(() -> RedisOptions.parse(url))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("url: ")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("cret", "s3 "))
        .hasNoCause();
  }

  @Test
  void readsSeveralServers() {
    RedisUrl url = RedisUrl.parse("redis-sentinel://u:p@a:1,b,[::1]:3/4#main");
    assertThat(url.topology()).isEqualTo(RedisUrl.Topology.SENTINEL);
    assertThat(url.servers())
        .containsExactly(
            ServerAddress.tcp("a", 1), ServerAddress.tcp("b", 26379), ServerAddress.tcp("::1", 3));
    assertThat(url.master()).isEqualTo("main");
    assertThat(url.database()).isEqualTo(4);
    assertThat(url.password()).isEqualTo("p");
    assertThat(RedisUrl.parse("redis-cluster://a,b:2").servers())
        .containsExactly(ServerAddress.tcp("a", 6379), ServerAddress.tcp("b", 2));
  }

  @Test
  void isAValue() {
    RedisOptions options = RedisOptions.parse("redis://u:s3cret@h");
    RedisOptions other =
        options
            .withReadDeadline(Duration.ofMillis(1))
            .withWriteDeadline(Duration.ofMillis(2))
            .withHeartbeat(Duration.ofMillis(3))
            .withMaxInFlight(4)
            .withConnectTimeout(Duration.ofMillis(5))
            .withReconnect(Duration.ofMillis(6), Duration.ofMillis(7))
            .withClientName("me")
            .withRole("cache");

    assertThat(options.readDeadline()).isEqualTo(Duration.ofMillis(250));
    assertThat(other.readDeadline()).isEqualTo(Duration.ofMillis(1));
    assertThat(other.writeDeadline()).isEqualTo(Duration.ofMillis(2));
    assertThat(other.heartbeat()).isEqualTo(Duration.ofMillis(3));
    assertThat(other.maxInFlight()).isEqualTo(4);
    assertThat(other.connectTimeout()).isEqualTo(Duration.ofMillis(5));
    assertThat(other.reconnectMax()).isEqualTo(Duration.ofMillis(7));
    assertThat(other.role()).isEqualTo("cache");
    assertThat(options + " " + other.url()).doesNotContain("s3cret");
  }

  @Test
  void refusesOtherValues() {
    RedisOptions options = RedisOptions.parse("redis://h");
    refused(() -> options.withReadDeadline(Duration.ZERO), "readDeadline: ");
    refused(() -> options.withMaxInFlight(0), "maxInFlight: 0 ");
    refused(() -> options.withReconnect(Duration.ofMillis(2), Duration.ofMillis(1)), "reconnect");
    refused(() -> options.withClientName("a b"), "clientName: ");
    refused(() -> options.withRole("boss"), "role: ");
    refused(() -> new TlsOptions(Path.of("/no/ca"), null, null, true), "tls.caFile: /no/ca ");
  }

  private static void refused(Runnable code, String message) {
    assertThatThrownBy(code::run)
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(message);
  }
}
