package dev.mainstay.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Take;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.TakeCall;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What limits cost a store: how many scripts it runs, and how many bytes it keeps. */
class LimitCommandsTest {
  private static final int DECISIONS = 2_000;
  private static final int LIMITS = 8;
  private static final long PERMITS = 10_000;
  private static final int BYTES = 120;

  /** What a cluster's server adds to each key: two links to others of its slot. */
  private static final int LINKS = 16;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Pattern CALLS = Pattern.compile("cmdstat_(?:evalsha|eval):calls=(\\d+)");
  private static final Logger LOG = LoggerFactory.getLogger(LimitCommandsTest.class);

  /** Where it is counted. */
  enum Place {
    ONE_SERVER,
    CLUSTER;

    RedisStore store() {
      return this == CLUSTER ? RedisStore.cluster() : RedisStore.only();
    }

    int bytes() {
      return this == CLUSTER ? BYTES + LINKS : BYTES;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDecisionOfOneLimitRunsOneScript(Place place) {
    try (Mainstay mainstay = open(place)) {
      Limits limits = mainstay.limits("default");
      assertScripts(place, limits, define(limits, 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDecisionOfEightLimitsOfOneScopeRunsOneScript(Place place) {
    try (Mainstay mainstay = open(place)) {
      Limits limits = mainstay.limits("default");
      assertScripts(place, limits, define(limits, LIMITS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void scriptsThatWereFlushedAreLoadedAgain(Place place) {
    try (Mainstay mainstay = open(place)) {
      Limits limits = mainstay.limits("default");
      List<Take> takes = define(limits, LIMITS);
      for (int i = 0; i < DECISIONS; i++) {
        if (i % 500 == 250) {
          place.store().admins().forEach(RedisCommands::scriptFlush);
        }
        assertThat(limits.take(takes)).isInstanceOf(Decision.Allowed.class);
      }
      long left = limits.state(takes.get(0)).remaining();
      assertThat(left).as("each counted once").isEqualTo(DECISIONS - 1);
      assertThat(place.store().endless()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCountedForAUserIsSmall(Place place) {
    LOG.info("{} {}", place, server(place));
    try (HeldEngine held = new HeldRedis(place.store())) {
      long gcra = bytes(place, held, Limit.gcra(PERMITS, HOUR));
      long window = bytes(place, held, Limit.fixedWindow(PERMITS, HOUR));
      long counter = bytes(place, held, Limit.slidingCounter(PERMITS, HOUR));
      LOG.info("{}: gcra {}, fixed-window {}, sliding-counter {}", place, gcra, window, counter);
      assertThat(List.of(gcra, window, counter)).allMatch(bytes -> bytes <= place.bytes());
    }
  }

  /** Of a user who took in this window and in the one before. */
  private static long bytes(Place place, HeldEngine held, Limit limit) {
    String user =
        String.format(Locale.ROOT, "%-16s", limit.algorithm().spelled()).replace(' ', '-');
    LimitKey key = new LimitKey("default", "api", user, null);
    Charge charge = new Charge(key, limit, 1, null);
    TakeCall call = new TakeCall(List.of(charge), List.of(new TakeCall.Run(3, 1_001)), "");
    held.engine().limits().take(call).toCompletableFuture().join();
    held.advance(HOUR.toMillis());
    held.engine().limits().take(call).toCompletableFuture().join();
    return bytes(place, "ms:l1:{default:" + user + "}:api");
  }

  @BeforeEach
  @AfterEach
  void empty() {
    List.of(Place.values()).forEach(place -> place.store().empty());
  }

  private static void assertScripts(Place place, Limits limits, List<Take> takes) {
    place.store().admins().forEach(RedisCommands::configResetstat);
    for (int i = 0; i < DECISIONS; i++) {
      assertThat(limits.take(takes)).isInstanceOf(Decision.Allowed.class);
    }
    long scripts = scripts(place);
    LOG.info("{}: {} decisions of {}: {} scripts", place, DECISIONS, takes.size(), scripts);
    assertThat(scripts).isBetween(1L, (long) DECISIONS);
    assertThat(place.store().endless()).isEmpty();
  }

  /** Takes of limits that are defined, and of which one permit was taken. */
  private static List<Take> define(Limits limits, int count) {
    List<Take> takes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "limit-" + i;
      Take take = Take.of(name, "user-" + i).within("acme");
      Limit limit = Limit.fixedWindow(2 * DECISIONS, Duration.ofDays(30)).within("organisation");
      assertThat(limits.limiter(name, limit).take(take)).isInstanceOf(Decision.Allowed.class);
      takes.add(take);
    }
    return takes;
  }

  private static long scripts(Place place) {
    long calls = 0;
    for (RedisCommands<String, String> admin : place.store().admins()) {
      Matcher found = CALLS.matcher(admin.info("commandstats"));
      while (found.find()) {
        calls += Long.parseLong(found.group(1));
      }
    }
    return calls;
  }

  private static long bytes(Place place, String key) {
    return place.store().admins().stream()
        .filter(admin -> admin.keys("*").contains(key))
        .mapToLong(admin -> admin.memoryUsage(key))
        .sum();
  }

  private static String server(Place place) {
    String info = place.store().admins().get(0).info();
    return info.lines()
        .filter(line -> line.contains("_version:") || line.startsWith("mem_allocator"))
        .toList()
        .toString();
  }

  private static Mainstay open(Place place) {
    return Mainstay.on(RedisEngine.connect(options(place)));
  }

  private static RedisOptions options(Place place) {
    return RedisOptions.parse(place.store().url())
        .withReadDeadline(Duration.ofSeconds(10))
        .withWriteDeadline(Duration.ofSeconds(10));
  }
}
