package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreFacts;
import dev.mainstay.redis.StoreWarning;
import dev.mainstay.redis.TestRedis;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a link says of a server when it starts, and when it cannot. */
class StartUpTest {
  private static TestRedis redis;

  @BeforeAll
  static void start() {
    redis = TestRedis.start("--requirepass", "right");
    try (Link link = Link.connect(RedisOptions.parse(url("default:right")))) {
      Calls.run(link, "ACL", "SETUSER", "bare", "on", ">pw", "~*", "+time", "+info", "+hello");
      Calls.run(link, "ACL", "SETUSER", "mute", "on", ">pw", "~*", "+time", "+hello");
    }
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static String url(String login) {
    return redis.url().replace("//", "//" + login + "@");
  }

  @Test
  void warnsOfEachSettingThatPutsStateAtRisk() {
    try (Link link = Link.connect(RedisOptions.parse(url(":right")))) {
      assertThat(link.facts().persistence()).isEqualTo("none");
      assertThat(link.warnings())
          .extracting(StoreWarning::setting)
          .containsExactly("persistence", "replicas");
      Calls.run(link, "CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "save", "900 1");
    }
    try (Link link = Link.connect(RedisOptions.parse(url(":right")))) {
      assertThat(link.facts().persistence()).isEqualTo("rdb");
      assertThat(link.warnings())
          .extracting(StoreWarning::setting)
          .containsExactly("maxmemory-policy", "replicas");
      assertThat(link.warnings().get(0).message()).contains("allkeys-lru", "noeviction");
      Calls.run(link, "CONFIG", "SET", "maxmemory-policy", "noeviction", "save", "");
    }
    try (Link link = Link.connect(RedisOptions.parse(url(":right")).withRole("cache"))) {
      assertThat(link.warnings()).isEmpty();
    }
  }

  @Test
  void saysUnknownWhereTheServerRefusesToTell() {
    try (Link link = Link.connect(RedisOptions.parse(url("bare:pw")))) {
      assertThat(link.facts().persistence()).isEqualTo(StoreFacts.UNKNOWN);
      assertThat(link.facts().maxmemoryPolicy()).isEqualTo("noeviction");
      assertThat(link.warnings().get(0).message()).contains("unknown", "CONFIG");
    }
    try (Link link = Link.connect(RedisOptions.parse(url("mute:pw")))) {
      assertThat(link.facts().version()).isEqualTo(StoreFacts.UNKNOWN);
      assertThat(link.warnings())
          .extracting(StoreWarning::setting)
          .containsExactly("maxmemory-policy", "persistence", "replicas");
      assertThat(link.warnings())
          .allSatisfy(warning -> assertThat(warning.message()).contains("unknown"));
    }
  }

  @Test
  void countsReplicasAndAof() {
    Map<String, String> info =
        Map.of(
            "valkey_version",
            "8.0.1",
            "redis_version",
            "7.2.4",
            "aof_enabled",
            "1",
            "connected_slaves",
            "2",
            "role",
            "master",
            "maxmemory_policy",
            "noeviction");
    StoreFacts facts = new Facts(info, "900 1").told();

    assertThat(List.of(facts))
        .extracting(StoreFacts::kind, StoreFacts::version, StoreFacts::persistence)
        .containsExactly(tuple("valkey", "8.0.1", "aof+rdb"));
    assertThat(Facts.warnings(facts)).isEmpty();
  }

  @Test
  void refusesServersThatAreTooOld() {
    assertThat(new Facts(Map.of("redis_version", "6.2.14"), "").tooOld())
        .isEqualTo("is Redis 6.2.14; Mainstay needs Redis 7.0 or Valkey 7.2, or later");
    assertThat(new Facts(Map.of("valkey_version", "7.1.0"), "").tooOld()).contains("Valkey 7.1.0");
    assertThat(new Facts(Map.of("redis_version", "7.0.0"), "").tooOld()).isNull();
    assertThat(new Facts(Map.of("redis_version", "10.1"), "").tooOld()).isNull();
    assertThat(new Facts(Map.of(), null).tooOld()).isNull();
  }

  @Test
  void saysWhyItCannotConnect() {
    assertThatThrownBy(() -> Link.connect(RedisOptions.parse(url("u:wr0ng"))))
        .isInstanceOf(StoreFaultException.class)
        .hasMessage(
            "connect: " + redis.url() + " refused the login; check user and password in the URL")
        .hasStackTraceContaining("WRONGPASS")
        .satisfies(e -> assertThat(trace(e)).doesNotContain("wr0ng"));
    assertThatThrownBy(() -> Link.connect(RedisOptions.parse(redis.url())))
        .isInstanceOf(StoreFaultException.class)
        .hasMessageContaining("refused the login");
    assertThatThrownBy(() -> Link.connect(RedisOptions.parse("redis://127.0.0.1:1")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage(
            "connect: redis://127.0.0.1:1: the connection was refused; check host and port, and"
                + " that the server runs");
    assertThatThrownBy(() -> Link.connect(RedisOptions.parse("redis-socket:///no/such")))
        .hasMessageContaining("/no/such: there is no such socket");
    assertThatThrownBy(() -> Link.connect(RedisOptions.parse("redis://no.such.invalid")))
        .hasMessageContaining("no.such.invalid:6379: the host name is not known");
    assertThatThrownBy(() -> Link.connect(RedisOptions.parse(url(":right") + "/99")))
        .hasMessageContaining("DB index is out of range");
  }

  @Test
  void saysThatTheConnectionBrokeBeforeItWasUsed() {
    RedisOptions options = RedisOptions.parse(redis.url());
    Wiring wiring = new Wiring(options, new Traffic(options, () -> {}, Runnable::run));
    assertThatThrownBy(() -> new StartUp(wiring).examine(List.of()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("broke");
    wiring.plug().close();
  }

  private static String trace(Throwable problem) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = problem; at != null; at = at.getCause()) {
      text.append(at).append('\n');
    }
    return text.toString();
  }
}
