package dev.mainstay.redis.internal.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.redis.TestRedis;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.link.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScriptsTest {
  private static final Script COUNT =
      Script.of("test/count", "return {redis.call('INCRBY', KEYS[1], ARGV[1]), 'ok', {false}}");
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
  void aForgottenScriptIsRunAllTheSameAndOnce() {
    assertThat(count("a", "2").get(0)).isEqualTo(2L);
    command("SCRIPT", "FLUSH");
    command("CONFIG", "RESETSTAT");
    List<@Nullable Object> reply = count("a", "2");

    assertThat(reply.get(0)).isEqualTo(4L);
    assertThat(reply.get(1)).isEqualTo("ok".getBytes(StandardCharsets.UTF_8));
    assertThat(reply.get(2)).asInstanceOf(LIST).containsExactly((Object) null);
    assertThat(count("a", "1").get(0)).isEqualTo(5L);
    Map<String, String> calls = link.info("commandstats").join();
    assertThat(calls.get("cmdstat_eval")).startsWith("calls=1,");
    assertThat(calls.get("cmdstat_evalsha")).startsWith("calls=2,");
    Awaitility.await().until(() -> link.inFlight() == 0);
  }

  @Test
  void preloadedScriptsAreFoundByTheFirstCall() {
    Script other = Script.of("test/other", "return ARGV[1]");
    Scripts.preload(link, List.of(other));
    Awaitility.await()
        .until(() -> command("SCRIPT", "EXISTS", other.sha1()).toString().equals("[1]"));
    List<@Nullable Object> reply =
        Scripts.run(link, "test", other, Deadline.READ, new byte[0][], utf8("x")).join();
    assertThat(reply).containsExactly(utf8("x"));
  }

  @Test
  void anErrorInsideAScriptIsAFault() {
    Script wrong = Script.of("test/wrong", "return redis.call('NOSUCH')");
    assertThatThrownBy(
            () -> Scripts.run(link, "test.op", wrong, Deadline.WRITE, new byte[0][]).join())
        .hasCauseInstanceOf(StoreFaultException.class)
        .hasMessageContaining("test.op: redis://");
  }

  @Test
  void aScriptOfTheClassPathIsReadOnce() {
    Script script = Script.load("test/one");
    assertThat(script.name()).isEqualTo("test/one");
    assertThat(script.text()).startsWith("return 1");
    assertThat(script.sha1()).hasSize(40);
    assertThat(Script.load("test/one")).isSameAs(script);
    assertThatThrownBy(() -> Script.load("test/none")).hasMessageContaining("test/none.lua");
  }

  private static List<@Nullable Object> count(String key, String by) {
    byte[][] keys = {utf8(key)};
    return Scripts.run(link, "test.count", COUNT, Deadline.WRITE, keys, utf8(by)).join();
  }

  private static List<@Nullable Object> command(String... words) {
    byte[][] parts = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      parts[i] = utf8(words[i]);
    }
    return link.dispatch(new Request("test", words[0], Deadline.WRITE, parts)).join();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
