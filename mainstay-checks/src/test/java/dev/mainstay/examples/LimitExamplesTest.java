package dev.mainstay.examples;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limiter;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of the page on limits, run as they are printed: each region is one code block. */
class LimitExamplesTest {
  private static EmbeddedRedis redis;
  private static String url;
  private static Mainstay mainstay;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(EmbeddedOptions.ephemeral());
    url = redis.state().url();
    mainstay = Mainstay.on(RedisEngine.connect(url));
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    redis.close();
  }

  @Test
  void shortest() {
    // @start region="limits-shortest"
    Mainstay mainstay = Mainstay.on(RedisEngine.connect(url));
    Limiter api = mainstay.limiter("api", Limit.of(100, ofMinutes(1)));

    boolean allowed = api.take("ada").allowed(); // the same 100 for every replica
    // @end
    assertThat(allowed).isTrue();
    mainstay.close();
  }

  @Test
  void decision() {
    assertThat(answer(mainstay.limiter("decision", Limit.of(1, ofMinutes(1)))))
        .isEqualTo("200, 0 left");
    assertThat(answer(mainstay.limiter("decision", Limit.of(1, ofMinutes(1)))))
        .startsWith("429 by [decision], again in PT59");
  }

  private static String answer(Limiter api) {
    // @start region="limits-decision"
    Decision decision = api.take("ada");
    if (decision instanceof Decision.Allowed allowed) {
      return "200, " + allowed.standings().get(0).remaining() + " left";
    }
    if (decision instanceof Decision.Denied denied) {
      return "429 by " + denied.violated() + ", again in " + denied.retryAfter().orElse(null);
    }
    return decision.allowed() ? "200" : "503"; // Undecided: the store did not answer
    // @end
  }

  @Test
  void algorithms() {
    // @start region="limits-algorithms"
    Limit.gcra(100, ofMinutes(1)).withBurst(10); // Limit.of(100, ofMinutes(1)): burst 100
    Limit.fixedWindow(100, ofMinutes(1));
    Limit.quota(10_000, CalendarWindow.Unit.MONTH, ZoneId.of("Europe/Vienna"));
    Limit.slidingLog(100, ofMinutes(1));
    Limit.slidingCounter(100, ofMinutes(1));
    Limit.tokenBucket(10, 100, ofMinutes(1)); // holds 10, 100 more each minute
    Limit.leakyMeter(10, 100, ofMinutes(1)); // the same, seen from the other side
    Limit.leakyQueue(100, ofMinutes(1), 10); // 10 may wait
    Limit.concurrency(10, ofSeconds(30)); // 10 at once, each for 30 s at most
    // @end
    assertThat(Limit.of(100, ofMinutes(1))).isEqualTo(Limit.gcra(100, ofMinutes(1)));
    assertThat(Limit.leakyQueue(100, ofMinutes(1), 10).capacity()).isEqualTo(11);
  }

  @Test
  void cost() {
    Limiter api = mainstay.limiter("cost", Limit.of(100, ofMinutes(1)));
    // @start region="limits-cost"
    Decision dear = api.take("ada", 40); // 40 permits or none
    Standing standing = api.state("ada"); // takes nothing
    boolean forgotten = api.reset("ada");
    // @end
    assertThat(dear.allowed()).isTrue();
    assertThat(standing.remaining()).isEqualTo(60);
    assertThat(forgotten).isTrue();
  }

  @Test
  void several() {
    // @start region="limits-several"
    Limits limits = mainstay.limits("shop");
    Limiter user = limits.limiter("user", Limit.of(100, ofMinutes(1)).within("organisation"));
    Limiter organisation = limits.limiter("organisation", Limit.of(1_000, ofMinutes(1)));

    Decision decision =
        limits.take(List.of(user.of("ada").within("acme"), organisation.of("acme")));
    // @end
    assertThat(decision.allowed()).isTrue();
    assertThat(decision.standings()).extracting(Standing::remaining).containsExactly(99L, 999L);
  }

  @Test
  void live() {
    mainstay.limiter("live", Limit.of(100, ofMinutes(1)));
    Limits limits = mainstay.limits("default");
    // @start region="limits-live"
    limits.define("live", Limit.of(200, ofMinutes(1)), Inherit.ADDITIVE);
    limits.override("live", "ada", Limit.of(5_000, ofMinutes(1)), Inherit.AS_IS);
    limits.override("live", "mallory", Limit.of(1, ofHours(1)).mode(Mode.BLOCK), Inherit.RESET);
    limits.remove("live", "ada"); // the common rule again
    // @end
    assertThat(limits.take(List.of(Take.of("live", "mallory"))).allowed()).isFalse();
    assertThat(limits.take(List.of(Take.of("live", "ada"))).standings().get(0).rule().permits())
        .isEqualTo(200);
  }

  @Test
  void silence() {
    // @start region="limits-silence"
    Limit login = Limit.of(5, ofMinutes(1)).onSilence(OnSilence.REFUSE);
    Limit search = Limit.of(600, ofMinutes(1)).onSilence(OnSilence.ALONE);
    // @end
    assertThat(login.onSilence()).isEqualTo(OnSilence.REFUSE);
    assertThat(search.onSilence()).isEqualTo(OnSilence.ALONE);
  }

  @Test
  void leases() {
    // @start region="limits-leases"
    Limiter reports = mainstay.limiter("reports", Limit.concurrency(2, ofSeconds(30)));
    if (reports.take("acme") instanceof Decision.Allowed held) {
      try {
        reports.renew("acme", held.lease()); // now and then, if it may take longer than 30 s
      } finally {
        reports.release("acme", held.lease());
      }
    }
    // @end
    assertThat(reports.state("acme").remaining()).isEqualTo(2);
  }

  @Test
  void queue() {
    // @start region="limits-queue"
    Limiter mails = mainstay.limiter("mails", Limit.leakyQueue(10, ofSeconds(1), 100));
    if (mails.take("smtp") instanceof Decision.Allowed allowed) {
      Duration wait = allowed.delay(); // nobody waits for you: send it after so long
      assertThat(wait).isLessThan(ofMillis(10_001));
    }
    // @end
  }

  @Test
  void clock() {
    // @start region="limits-clock"
    ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    Mainstay mainstay = Mainstay.on(MemoryEngine.on(clock));
    Limiter api = mainstay.limiter("api", Limit.of(1, ofMinutes(1)));
    assertThat(api.take("ada").allowed()).isTrue();
    assertThat(api.take("ada").allowed()).isFalse();

    clock.advance(ofMinutes(1));
    assertThat(api.take("ada").allowed()).isTrue();
    // @end
    mainstay.close();
  }

  @Test
  void chunks() {
    // @start region="limits-chunks"
    Limiter hot =
        mainstay
            .limiter("search", Limit.of(5_000_000, ofSeconds(1)))
            .inChunks(50_000, ofMillis(100));
    // @end
    assertThat(hot.take("all").allowed()).isTrue();
  }

  @Test
  void reservation() {
    Limits limits = mainstay.limits("default");
    limits.limiter("tokens", Limit.of(100_000, ofMinutes(1)));
    String requestId = "request-7";
    long used = 1_234;
    // @start region="limits-reservation"
    Take take = Take.of("tokens", "ada").cost(4_000);
    Decision decision = limits.reserve(take, Reserve.of(ofMinutes(2)).id(requestId));
    if (decision instanceof Decision.Allowed allowed) {
      limits.settle(allowed.lease(), used); // what the answer really took
    }
    // @end
    assertThat(limits.state(take).remaining()).isBetween(98_700L, 99_500L);
  }
}
