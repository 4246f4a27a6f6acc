package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is answered to a decision. */
class LimitAnswerTest {
  private static final Take ADA = Take.of("api", "ada");
  private static final Limit RULE = Limit.of(100, Duration.ofMinutes(1));

  private static Standing standing(long remaining, Duration reset) {
    return new Standing("api", RULE, remaining, reset);
  }

  private static LimitAnswer answer(Decision decision) {
    return new LimitAnswer(List.of(ADA), decision);
  }

  private static Decision.Denied denied(Duration wait) {
    return new Decision.Denied(
        List.of(standing(0, Duration.ofSeconds(60))), List.of("api"), Optional.ofNullable(wait));
  }

  @Test
  void whatIsLetThrough() {
    LimitAnswer answer =
        answer(
            new Decision.Allowed(
                List.of(standing(50, Duration.ofNanos(30_000_001_000L))),
                Duration.ZERO,
                "",
                List.of()));
    assertThat(answer.json())
        .isEqualTo(
            "{\"allowed\":true,\"limit\":\"api\",\"remaining\":50,"
                + "\"retryAfterMs\":0,\"resetAfterMs\":30001}");
    assertThat(answer.headers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "RateLimit-Policy", "\"api\";q=100;w=60",
                "RateLimit", "\"api\";r=50;t=31",
                "Mainstay-Decision", "allowed"));
  }

  @Test
  void delaysLeasesAndShadowsAreTold() {
    LimitAnswer answer =
        answer(
            new Decision.Allowed(
                List.of(standing(0, Duration.ofSeconds(1))),
                Duration.ofNanos(1_000),
                "le-ase",
                List.of("api", "api")));
    assertThat(answer.word()).isEqualTo("shadow-denied");
    assertThat(answer.json())
        .endsWith("\"delayMs\":1,\"lease\":\"le-ase\",\"shadowed\":[\"api\"]}");
  }

  @Test
  void aRefusalIsTheProblemOfTheDraft() {
    Problem problem = answer(denied(Duration.ofNanos(2_000_001_000L))).problem();
    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.headers())
        .containsEntry("Retry-After", "3")
        .containsEntry("RateLimit", "\"api\";r=0;t=60")
        .containsEntry("Mainstay-Decision", "denied");
    assertThat(problem.json())
        .startsWith(
            "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                + "\"title\":\"Quota exceeded\",\"status\":429,")
        .endsWith(
            "\"violated\":[\"api\"],\"violated-policies\":[\"api\"],\"allowed\":false,"
                + "\"limit\":\"api\",\"remaining\":0,\"retryAfterMs\":2001,"
                + "\"resetAfterMs\":60000}");
  }

  @Test
  void whatNeverFitsIsNotToldToComeAgain() {
    Problem problem = answer(denied(null)).problem();
    assertThat(problem.headers()).doesNotContainKey("Retry-After");
    assertThat(problem.json()).contains("\"retryAfterMs\":null");
  }

  @Test
  void aBlockedKeyHasNoStanding() {
    LimitAnswer answer = answer(new Decision.Denied(List.of(), List.of("api"), Optional.empty()));
    assertThat(answer.problem().json())
        .contains("\"limit\":\"api\",\"remaining\":null,\"retryAfterMs\":null");
    assertThat(answer.headers()).containsOnlyKeys("Mainstay-Decision");
  }

  @Test
  void theStoreIsSilent() {
    LimitAnswer passed = answer(new Decision.Undecided(true, OnSilence.PASS, "gone"));
    assertThat(passed.word()).isEqualTo("undecided-passed");
    assertThat(passed.json()).startsWith("{\"allowed\":true,\"limit\":\"api\",\"remaining\":null");
    Problem refused = answer(new Decision.Undecided(false, OnSilence.ALONE, "gone")).problem();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers())
        .containsEntry("Retry-After", "1")
        .containsEntry("Mainstay-Decision", "undecided-refused");
    assertThat(refused.json()).contains("\"allowed\":false").contains("\"applied\":null");
  }

  @Test
  void ofSeveralLimitsTheOneThatRefusedIsShown() {
    try (Mainstay mainstay = Mainstay.on(MemoryEngine.create())) {
      Limits limits = mainstay.limits("web");
      Take wide = limits.limiter("wide", Limit.of(3, Duration.ofHours(1))).of("ada");
      Take shadow =
          limits.limiter("shadow", Limit.of(1, Duration.ofHours(1)).mode(Mode.SHADOW)).of("ada");
      Take narrow = limits.limiter("narrow", Limit.of(2, Duration.ofHours(1))).of("ada");
      List<Take> takes = List.of(wide, shadow, narrow);
      assertThat(new LimitAnswer(takes, limits.take(takes)).members())
          .containsEntry("limit", "shadow")
          .containsKey("standings");
      assertThat(new LimitAnswer(takes, limits.take(takes)).word()).isEqualTo("shadow-denied");
      LimitAnswer refused = new LimitAnswer(takes, limits.take(takes));
      assertThat(refused.members()).containsEntry("limit", "narrow");
      assertThat(refused.problem().members().get("violated")).isEqualTo(List.of("narrow"));
    }
  }

  static Stream<Limit> rules() {
    Duration odd = Duration.ofNanos(7_777_777_000L);
    return Stream.of(
        Limit.gcra(7, odd),
        Limit.fixedWindow(7, odd),
        Limit.slidingLog(7, odd),
        Limit.slidingCounter(7, odd),
        Limit.tokenBucket(3, 7, odd),
        Limit.leakyQueue(7, odd, 2),
        Limit.leakyMeter(3, 7, odd),
        Limit.concurrency(7, odd));
  }

  /** The seconds of the field and the milliseconds of the body are each long enough. */
  @ParameterizedTest
  @MethodSource("rules")
  void whoWaitsAsLongAsToldIsLetIn(Limit rule) {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-24T08:00:00.000123Z"));
    try (Mainstay mainstay = Mainstay.on(MemoryEngine.on(clock))) {
      Limits limits = mainstay.limits("web");
      limits.define("api", rule, Inherit.RESET);
      for (int round = 0; round < 20; round++) {
        Decision decision = limits.take(List.of(ADA));
        clock.advance(Duration.ofNanos(1_000L * (97 * round % 1_009)));
        while (decision.allowed()) {
          decision = limits.take(List.of(ADA));
        }
        LimitAnswer answer = answer(decision);
        boolean seconds = round % 2 == 0;
        clock.advance(
            seconds
                ? Duration.ofSeconds(Long.parseLong(answer.problem().headers().get("Retry-After")))
                : Duration.ofMillis((Long) answer.members().get("retryAfterMs")));
        assertThat(limits.take(List.of(ADA)).allowed()).as("round %s", round).isTrue();
      }
    }
  }
}
