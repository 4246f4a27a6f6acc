package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.CacheSteps;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Loaded;
import dev.mainstay.cache.Look;
import dev.mainstay.cache.Offer;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A load in single steps: leased in one process, filled in another. */
class StepsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration NOT = Duration.ZERO;
  private static final Freshness FRESH = Freshness.of(MINUTE).jitter(0);

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  private CacheSteps<String, @Nullable String> steps(Freshness freshness) {
    return fleet.process(freshness).steps();
  }

  private static String leased(CacheSteps<String, @Nullable String> steps) {
    Offer<@Nullable String> offer = steps.lookOrLease("k", NOT);
    assertThat(offer).isInstanceOf(Offer.Leased.class);
    return ((Offer.Leased<@Nullable String>) offer).lease();
  }

  private static Loaded<@Nullable String> value(String text) {
    return Loaded.of(text);
  }

  @Test
  void oneIsAskedToLoadAndFillsInAnyProcess() {
    CacheSteps<String, @Nullable String> one = steps(FRESH);
    CacheSteps<String, @Nullable String> other = steps(FRESH);
    assertThat(one.look("k")).isEqualTo(new Look.Absent<>());
    String lease = leased(one);
    assertThat(lease).matches("[A-Za-z0-9-]{1,200}");
    assertThat(other.lookOrLease("k", NOT)).isEqualTo(new Offer.Busy<>(new Look.Absent<>()));
    assertThat(other.fill("k", lease, value("v"))).isTrue();
    Look.Fresh<@Nullable String> fresh = new Look.Fresh<>("v", Duration.ZERO, MINUTE);
    assertThat(one.look("k")).isEqualTo(fresh);
    assertThat(one.lookOrLease("k", NOT)).isEqualTo(new Offer.Found<>(fresh));
    assertThat(one.fill("k", lease, value("again"))).isFalse();
  }

  @Test
  void whatWasInvalidatedMeanwhileIsNotFilled() {
    Cache<String, @Nullable String> cache = fleet.process(FRESH);
    String lease = leased(cache.steps());
    cache.invalidate("k");
    assertThat(steps(FRESH).fill("k", lease, value("old"))).isFalse();
    String next = leased(cache.steps());
    assertThat(cache.steps().fill("k", lease, value("old"))).isFalse();
    assertThat(cache.steps().release("k", lease)).isFalse();
    assertThat(cache.steps().fill("k", next, value("new"))).isTrue();
  }

  @Test
  void aLeaseLapsesAfterTheTimeThatALoadMayTake() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH.hardTimeout(Duration.ofSeconds(5)));
    String lease = leased(steps);
    fleet.pass(Duration.ofSeconds(6));
    assertThat(steps.fill("k", lease, value("late"))).isFalse();
    leased(steps);
  }

  @Test
  void tagsCountFromWhenTheLeaseWasGiven() {
    Cache<String, @Nullable String> cache = fleet.process(FRESH);
    CacheSteps<String, @Nullable String> steps = cache.steps();
    assertThat(steps.fill("k", leased(steps), value("v").tags("t"))).isTrue();
    assertThat(steps.look("k").orElse("none")).isEqualTo("v");
    cache.invalidateTags(List.of("t"));
    assertThat(steps.look("k")).isEqualTo(new Look.Absent<>());
    String lease = leased(steps);
    cache.invalidateTags(List.of("t"));
    assertThat(steps.fill("k", lease, value("old").tags("t"))).isFalse();
    assertThat(steps.fill("k", leased(steps), value("new").tags("t"))).isTrue();
    steps.put("k", value("put").tags("t"));
    assertThat(steps.look("k").orElse("none")).isEqualTo("put");
  }

  @Test
  void whoWaitsIsOfferedWhatAnotherFilled() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH);
    String lease = leased(steps);
    CompletableFuture<Offer<@Nullable String>> waiting =
        steps.async().lookOrLease("k", Duration.ofSeconds(20)).toCompletableFuture();
    assertThat(waiting).isNotDone();
    steps.fill("k", lease, value("v"));
    assertThat(waiting)
        .isCompletedWithValue(new Offer.Found<>(new Look.Fresh<>("v", Duration.ZERO, MINUTE)));
  }

  @Test
  void whoWaitsIsOfferedTheLeaseThatAnotherGaveBack() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH);
    String lease = leased(steps);
    CompletableFuture<Offer<@Nullable String>> waiting =
        steps.async().lookOrLease("k", Duration.ofSeconds(20)).toCompletableFuture();
    assertThat(steps.release("k", lease)).isTrue();
    assertThat(waiting.join()).isInstanceOf(Offer.Leased.class);
  }

  @Test
  void whatIsStaleIsOfferedWithTheLeaseToReplaceItToOne() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH.staleWhileRevalidate(MINUTE));
    steps.put("k", value("old"));
    fleet.pass(MINUTE);
    Look<@Nullable String> stale = new Look.Stale<>("old", MINUTE);
    Offer<@Nullable String> offer = steps.lookOrLease("k", NOT);
    assertThat(steps.lookOrLease("k", NOT)).isEqualTo(new Offer.Busy<>(stale));
    assertThat(offer)
        .isInstanceOfSatisfying(
            Offer.Leased.class, leased -> assertThat(leased.meanwhile()).isEqualTo(stale));
    String lease = ((Offer.Leased<@Nullable String>) offer).lease();
    assertThat(steps.fill("k", lease, value("new"))).isTrue();
    assertThat(steps.look("k").orElse("none")).isEqualTo("new");
  }

  @Test
  void aValueMaySayItselfForHowLongItIsKept() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH.stale(MINUTE.multipliedBy(60)));
    steps.put("k", value("v").ttl(Duration.ofSeconds(1)).stale(Duration.ofSeconds(1)));
    fleet.pass(Duration.ofMillis(1_500));
    assertThat(steps.look("k")).isInstanceOf(Look.Stale.class);
    fleet.pass(Duration.ofSeconds(1));
    assertThat(steps.look("k")).isInstanceOf(Look.Absent.class);
  }

  @Test
  void nobodyIsAskedToLoadWhileASourceIsWritten() {
    Cache<String, @Nullable String> cache = fleet.process(FRESH);
    cache.intend(List.of("k"));
    assertThat(cache.steps().lookOrLease("k", MINUTE.dividedBy(2)))
        .isEqualTo(new Offer.Busy<>(new Look.Absent<>()));
  }

  @Test
  void whatTheStoreDoesNotAnswerIsThrown() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH);
    String lease = leased(steps);
    fleet.engine.silent = true;
    assertThatThrownBy(() -> steps.look("k")).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> steps.lookOrLease("k", NOT))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> steps.put("k", value("v")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> steps.fill("k", lease, value("v")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void whatIsNotStoredGivesTheLeaseBack() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH.maxBytes(3));
    assertThat(steps.fill("k", leased(steps), value("v").notStored())).isTrue();
    assertThat(steps.fill("k", leased(steps), value("long"))).isTrue();
    assertThat(steps.look("k")).isEqualTo(new Look.Absent<>());
    leased(steps);
  }

  @Test
  void whatIsNoLeaseIsRefused() {
    CacheSteps<String, @Nullable String> steps = steps(FRESH);
    for (String text : List.of("", "lease", "-c1", "a-c", "a b-c1", "1-0-c" + "z".repeat(13))) {
      assertThatThrownBy(() -> steps.fill("k", text, value("v")))
          .as(text)
          .isInstanceOf(InvalidValueException.class);
    }
    assertThat(steps.fill("k", "1-0-c1", value("v"))).isFalse();
    assertThatThrownBy(() -> steps.lookOrLease("k", MINUTE))
        .isInstanceOf(InvalidValueException.class);
  }
}
