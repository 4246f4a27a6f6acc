package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.StoreState.Condition;
import dev.mainstay.redis.TestRedis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a link does with a server that is well. */
class LinkTest {
  private static TestRedis redis;
  private static Link link;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    link = Link.connect(RedisOptions.parse(redis.url()));
  }

  @AfterAll
  static void stop() {
    link.close();
    redis.close();
  }

  @Test
  void readsWhatIsThereAndWhatIsNot() {
    Calls.run(link, "HSET", "h", "a", "1", "b", "2");
    Calls.run(link, "SET", "k", "v");

    assertThat(texts(link.hgetall("test", bytes("h")).join())).containsExactly("a", "1", "b", "2");
    assertThat(link.hgetall("test", bytes("none")).join()).isEmpty();
    assertThat(link.get("test", bytes("k")).join()).isEqualTo(bytes("v"));
    assertThat(link.get("test", bytes("none")).join()).isNull();
    await().until(() -> link.inFlight() == 0);
  }

  @Test
  void readsNestedReplies() {
    List<@Nullable Object> reply =
        Calls.run(link, "EVAL", "return {1, {'a', {}, {2, false}}, 'z'}", "0");

    assertThat(reply).hasSize(3);
    assertThat(reply.get(0)).isEqualTo(1L);
    assertThat(Calls.show(reply)).isEqualTo("[1, [a, [], [2, null]], z]");
    assertThat(Calls.show(Calls.run(link, "EVAL", "return {}", "0"))).isEqualTo("[]");
    assertThat(Calls.show(Calls.run(link, "EVAL", "return {{}}", "0"))).isEqualTo("[[]]");
    assertThat(Calls.show(Calls.run(link, "INCR", "n"))).isEqualTo("[1]");
  }

  @Test
  void writesPartsOfAnyLength() {
    for (int length : new int[] {0, 1, 9, 10, 99, 100, 1_000, 70_000}) {
      byte[] value = new byte[length];
      Arrays.fill(value, (byte) '\r');
      link.dispatch(new Request("test", "SET", Deadline.WRITE, bytes("SET"), bytes("long"), value))
          .join();
      assertThat(link.get("test", bytes("long")).join()).isEqualTo(value);
    }
  }

  @Test
  void knowsTheStoresClock() {
    long before = link.timeMillis().join();
    long estimate = link.clock().millis();
    long after = link.timeMillis().join();

    assertThat(estimate).isBetween(before - 20, after + 20);
    assertThat(link.state().condition()).isEqualTo(Condition.UP);
  }

  @Test
  void tellsWhatTheServerIs() {
    // As the program itself says, whichever it is: "Redis server v=7.0.15 sha=...".
    assertThat(TestRedis.version())
        .startsWithIgnoringCase(link.facts().kind() + " server v=" + link.facts().version() + " ");
    assertThat(link.facts().mode()).isEqualTo("standalone");
    assertThat(link.facts().role()).isEqualTo("master");
    assertThat(link.info("memory").join())
        .containsKeys("mem_fragmentation_ratio", "used_memory", "maxmemory_policy");
    assertThat(link.info("stats").join())
        .containsKeys("keyspace_hits", "keyspace_misses", "evicted_keys");
  }

  @Test
  void translatesRefusals() {
    Calls.run(link, "SET", "string", "v");
    Throwable wrongType = problem(() -> link.hgetall("sessions.find", bytes("string")).join());
    assertThat(wrongType)
        .isInstanceOf(StoreFaultException.class)
        .hasMessageStartingWith("sessions.find: redis://127.0.0.1:")
        .hasMessageContaining("WRONGTYPE");

    Calls.run(link, "CONFIG", "SET", "maxmemory", "1");
    try {
      Throwable full = problem(() -> Calls.run(link, "SET", "more", "v"));
      assertThat(full).isInstanceOf(StoreRefusedException.class).hasMessageContaining("maxmemory");
      assertThat(full).extracting("code").isEqualTo("OOM");
      assertThat(link.get("test", bytes("string")).join()).isEqualTo(bytes("v"));
    } finally {
      Calls.run(link, "CONFIG", "SET", "maxmemory", "0");
    }
  }

  @Test
  void aReplicaRefusesWritesAndItsPromotionIsNoticedByTheNextCall() {
    Calls.run(link, "REPLICAOF", "127.0.0.1", "1");
    try {
      assertThat(problem(() -> Calls.run(link, "SET", "more", "v")))
          .isInstanceOf(StoreRefusedException.class)
          .hasMessageContaining("it is a replica; point the URL at the primary");
    } finally {
      Calls.run(link, "REPLICAOF", "NO", "ONE");
    }
    assertThat(Calls.show(Calls.run(link, "SET", "more", "v"))).isEqualTo("[OK]");
  }

  @Test
  void afterItsEndCallsFailAtOnce() {
    Link closed = Link.connect(RedisOptions.parse(redis.url()));
    closed.close();
    assertThat(problem(() -> Calls.run(closed, "PING")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(closed.inFlight()).isZero();
  }

  /** On the event loop, which cannot end before the close does. */
  @Test
  void whatDependsOnACallMayCloseTheLink() {
    Link closed = Link.connect(RedisOptions.parse(redis.url()));
    CompletableFuture<Void> closing =
        Calls.send(closed, "DEBUG", "SLEEP", "0.2").thenRun(closed::close);
    await().until(closing::isDone);
    assertThat(closing).isCompleted();
  }

  @Test
  void tooManyClientsMeansUnavailable() {
    Calls.run(link, "CONFIG", "SET", "maxclients", "1");
    try {
      assertThat(problem(() -> Link.connect(RedisOptions.parse(redis.url()))))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("maxclients");
    } finally {
      Calls.run(link, "CONFIG", "SET", "maxclients", "1000");
    }
  }

  @Test
  void worksOverAUnixSocket() {
    RedisOptions options = RedisOptions.parse("redis-socket://" + redis.socket() + "?db=3");
    try (Link other = Link.connect(options)) {
      Calls.run(other, "SET", "only-in-3", "v");
      assertThat(link.get("test", bytes("only-in-3")).join()).isNull();
      assertThat(other.get("test", bytes("only-in-3")).join()).isEqualTo(bytes("v"));
    }
  }

  @Test
  void doesNotSpeakOfPasswords() {
    assertThat(problem(() -> RedisOptions.parse("redis://u:s3cret@")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("s3cret");
  }

  private static @Nullable Throwable problem(Runnable code) {
    Throwable thrown = catchThrowable(code::run);
    return thrown instanceof CompletionException ? thrown.getCause() : thrown;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(List<byte[]> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(new String(value, StandardCharsets.UTF_8)));
    return texts;
  }
}
