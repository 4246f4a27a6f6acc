package dev.mainstay.tck.cache;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.NearStore;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import dev.mainstay.spi.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code Invalidations}. */
public interface WatchSentences extends CacheCase {
  /** What is proven within it is proven on a slow machine too. */
  Duration PROVEN = Duration.ofSeconds(30);

  /** A watch that does nothing when it ends. */
  final class Plain extends Watch {
    @Override
    protected void ended() {
      // It is looked at.
    }
  }

  /** Of the engine of this test. */
  default Invalidations invalidations() {
    return held().engine().invalidations();
  }

  /** Whether a watch stands. */
  default boolean stands(Watch watch) {
    return watch.stands(invalidations().nanos(), PROVEN.toNanos());
  }

  /** A watch of what is there by now, which stands: the connection for it may come late. */
  default Watch standing(Stored there) {
    invalidations().prove(PROVEN);
    List<Watch> last = new ArrayList<>();
    soon(
        () -> {
          Plain watch = new Plain();
          last.add(watch);
          assertThat(await(invalidations().watch(KEY, watch))).isEqualTo(there);
          return stands(watch);
        });
    return last.get(last.size() - 1);
  }

  private static void soon(BooleanSupplier until) {
    long end = System.nanoTime() + PROVEN.toNanos();
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within 30 s").isLessThan(end);
      new CompletableFuture<Boolean>().completeOnTimeout(true, 5, TimeUnit.MILLISECONDS).join();
    }
  }

  @Test
  default void aWatchStandsWhileWhatWasReadIsThere() {
    assertThat(standing(Stored.ABSENT)).isNotNull();
    put(KEY, "v");
    Watch watch = standing(stored(KEY));
    put(CacheCase.entryKey("other"), "v");
    await(elsewhere().get(KEY));
    assertThat(stands(watch)).isTrue();
  }

  @Test
  default void aWatchEndsWhoeverChangesWhatItRead() {
    List<Runnable> changes =
        List.of(
            () -> await(cache().put(KEY, entry("v"), LONG)),
            () -> await(elsewhere().put(KEY, entry("v"), LONG)),
            () -> await(elsewhere().invalidate(List.of(KEY))),
            () -> await(elsewhere().invalidatePrefix("web", "users", "a")),
            () -> await(elsewhere().begin(KEY, 1, LONG)));
    for (Runnable change : changes) {
      await(cache().finish(KEY, 1, null, LONG));
      put(KEY, "v");
      Watch watch = standing(stored(KEY));
      change.run();
      soon(() -> !stands(watch));
    }
  }

  @Test
  default void aWatchOfNothingEndsWhenSomethingIsThere() {
    Watch watch = standing(Stored.ABSENT);
    Ticket ticket = leased(KEY);
    soon(() -> !stands(watch));
    Watch ofTheLease = standing(stored(KEY));
    fill(KEY, ticket, "v");
    soon(() -> !stands(ofTheLease));
  }

  @Test
  default void aWatchThatEndedNeverStandsAgain() {
    put(KEY, "v");
    Watch watch = standing(stored(KEY));
    watch.close();
    assertThat(stands(watch)).isFalse();
    await(invalidations().watch(KEY, watch));
    assertThat(stands(watch)).isFalse();
  }

  @Test
  default void aTagIsWatchedWhereItIsKnown() {
    standing(Stored.ABSENT);
    Plain unknown = new Plain();
    assertThat(await(invalidations().watchTag("web", "users", "red", unknown))).isEmpty();
    assertThat(stands(unknown)).isFalse();
    long moved = await(cache().moves("web", "users", List.of("red"))).moved().get(0);
    Plain known = new Plain();
    assertThat(await(invalidations().watchTag("web", "users", "red", known)))
        .isEqualTo(Optional.of(moved));
    await(elsewhere().move("web", "users", List.of("red")));
    soon(() -> !stands(known));
    long then = await(cache().moves("web", "users", List.of("red"))).moved().get(0);
    assertThat(await(invalidations().watchTag("web", "users", "red", new Plain())))
        .isEqualTo(Optional.of(then));
  }

  @Test
  default void aStoreKeepsSoManyAndTellsOfThoseThatItLetsGo() {
    List<String> gone = new ArrayList<>();
    NearStore<Integer, String> store = invalidations().store(10, gone::add);
    IntStream.range(0, 1_000).forEach(i -> store.put(i, "v" + i));
    long kept = IntStream.range(0, 1_000).filter(i -> store.get(i) != null).count();
    assertThat(kept).isBetween(1L, 10L);
    assertThat(gone).hasSize(1_000 - (int) kept);
    int last = IntStream.range(0, 1_000).filter(i -> store.get(i) != null).findFirst().orElse(-1);
    store.remove(last, "another");
    assertThat(store.get(last)).isEqualTo("v" + last);
    store.remove(last, "v" + last);
    assertThat(store.get(last)).isNull();
    assertThat(gone).doesNotContain("v" + last);
  }
}
