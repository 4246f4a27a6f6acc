package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Standing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two fields say, read back by a parser of structured fields. */
class RateLimitFieldsTest {
  private static final Limit RULE = Limit.of(100, Duration.ofMinutes(1));

  private static Standing standing(String name, Limit rule, long remaining, Duration reset) {
    return new Standing(name, rule, remaining, reset);
  }

  private static Standing named(String name) {
    return standing(name, RULE, 50, Duration.ofSeconds(30));
  }

  private static List<StructuredList.Member> parsed(String field, Standing... standings) {
    return StructuredList.parse(RateLimitFields.of(List.of(standings)).get(field));
  }

  @Test
  void oneLimit() {
    assertThat(RateLimitFields.of(List.of(named("api"))))
        .isEqualTo(
            Map.of("RateLimit-Policy", "\"api\";q=100;w=60", "RateLimit", "\"api\";r=50;t=30"));
  }

  @Test
  void oneMemberForEachLimitInTheOrderOfTheTakes() {
    Standing day =
        standing(
            "day",
            Limit.quota(1_000, CalendarWindow.Unit.DAY, ZoneOffset.UTC),
            7,
            Duration.ofHours(1));
    Map<String, String> fields = RateLimitFields.of(List.of(named("api"), day));
    assertThat(fields.get("RateLimit-Policy"))
        .isEqualTo("\"api\";q=100;w=60, \"day\";q=1000;w=86400");
    assertThat(fields.get("RateLimit")).isEqualTo("\"api\";r=50;t=30, \"day\";r=7;t=3600");
  }

  @Test
  void timesAreWholeSecondsRoundedUp() {
    Limit rule = Limit.of(1, Duration.ofMillis(1));
    Standing standing = standing("a", rule, 0, Duration.ofSeconds(2, 1_000));
    assertThat(parsed("RateLimit-Policy", standing).get(0).parameters()).containsEntry("w", 1L);
    assertThat(parsed("RateLimit", standing).get(0).parameters()).containsEntry("t", 3L);
    Standing idle = standing("a", rule, 1, Duration.ZERO);
    assertThat(parsed("RateLimit", idle).get(0).parameters()).containsEntry("t", 0L);
  }

  @Test
  void whatGoesOnAtOnceHasNoWindow() {
    Standing jobs =
        standing("jobs", Limit.concurrency(5, Duration.ofMinutes(1)), 2, Duration.ofSeconds(9));
    assertThat(RateLimitFields.of(List.of(jobs)).get("RateLimit-Policy"))
        .isEqualTo("\"jobs\";q=5;qu=\"concurrent-requests\"");
    assertThat(parsed("RateLimit-Policy", jobs)).hasSize(1);
  }

  @Test
  void theLargestRulesStayWithinTheIntegersOfStructuredFields() {
    Limit slow = Limit.of(1, Limit.LONGEST).withBurst(800);
    Limit many = Limit.fixedWindow(Limit.MOST, Limit.LONGEST);
    for (Standing standing :
        List.of(
            standing("slow", slow, 800, Duration.ofSeconds(Long.MAX_VALUE)),
            standing("many", many, Limit.MOST, Limit.LONGEST))) {
      assertThat(parsed("RateLimit", standing)).hasSize(1);
      assertThat(parsed("RateLimit-Policy", standing)).hasSize(1);
    }
  }

  @Test
  void severalKeysOfOneLimitAreOneMemberWithTheFewestLeft() {
    Standing tight = standing("api", RULE, 3, Duration.ofSeconds(58));
    assertThat(RateLimitFields.of(List.of(named("api"), tight)).get("RateLimit"))
        .isEqualTo("\"api\";r=3;t=58");
  }

  @Test
  void noStandingIsNoField() {
    assertThat(RateLimitFields.of(List.of())).isEmpty();
  }

  @Test
  void aFieldStaysWithinItsBoundAndOneMemberIsAlwaysThere() {
    List<Standing> many = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      many.add(named("é".repeat(250) + i));
    }
    Map<String, String> fields = RateLimitFields.of(many);
    fields.values().forEach(field -> assertThat(field.length()).isLessThanOrEqualTo(4_096));
    assertThat(StructuredList.parse(fields.get("RateLimit"))).hasSize(2);
    assertThat(StructuredList.parse(fields.get("RateLimit-Policy"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\", "\\\"", "%", "100%25", "é", "🦆", "a b;r=1", "\r\nX: y"})
  void namesComeBackFromTheField(String name) {
    String written = parsed("RateLimit", named(name)).get(0).name();
    assertThat(decoded(written)).isEqualTo(name);
    assertThat(RateLimitFields.name(name)).isEqualTo(written);
  }

  @Test
  void randomNamesParseAndNoTwoLookAlike() {
    Random random = new Random(20261124);
    Set<String> names = new HashSet<>();
    Set<String> written = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      String name = name(random);
      names.add(name);
      for (String field : List.of("RateLimit", "RateLimit-Policy")) {
        List<StructuredList.Member> members = parsed(field, named(name), named(name + "2"));
        assertThat(members).hasSize(2);
        assertThat(decoded(members.get(0).name())).isEqualTo(name);
        written.add(members.get(0).name());
      }
    }
    assertThat(written).hasSameSizeAs(names);
  }

  /** The parser would not be a proof if it took anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"a", "\"é\"", "\"a\\b\"", "\"a\";q=1,", "\"a\";Q=1", "\"a\";q=1234567890123456"})
  void theParserRefusesWhatTheGrammarDoes(String field) {
    assertThatThrownBy(() -> StructuredList.parse(field))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    int length = 1 + random.nextInt(40);
    for (int i = 0; i < length; i++) {
      int point = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      name.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '%' : point);
    }
    return name.toString();
  }

  private static String decoded(String written) {
    return URLDecoder.decode(written.replace("+", "%2b"), StandardCharsets.UTF_8);
  }
}
