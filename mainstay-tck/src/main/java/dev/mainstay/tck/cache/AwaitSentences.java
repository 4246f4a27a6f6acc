package dev.mainstay.tck.cache;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code await}. */
public interface AwaitSentences extends CacheCase {
  @Test
  default void awaitAnswersAtOnceWhereNoLeaseIsThere() {
    assertThat(await(cache().await(KEY, LONG))).isEqualTo(Stored.ABSENT);
    begin(KEY, 1);
    assertThat(await(cache().await(KEY, LONG))).isEqualTo(Stored.WRITTEN);
    put(KEY, "v");
    assertThat(await(cache().await(KEY, LONG))).isEqualTo(stored(KEY));
  }

  @Test
  default void awaitWaitsWhileALeaseIsThereAndAnswersWhatIsThereAfterwards() {
    Ticket ticket = leased(KEY);
    CompletableFuture<Stored> here = cache().await(KEY, LONG).toCompletableFuture();
    CompletableFuture<Stored> there = elsewhere().await(KEY, LONG).toCompletableFuture();
    await(cache().extend(KEY, ticket, LONG));
    for (int i = 0; i < 50; i++) {
      assertThat(stored(KEY)).isInstanceOf(Stored.Leased.class);
    }
    assertThat(List.of(here, there)).noneMatch(CompletableFuture::isDone);
    assertThat(fill(KEY, ticket, "v")).isTrue();
    Stored.Value value = valued(KEY, "v");
    assertThat(await(here)).isEqualTo(value);
    assertThat(await(there)).isEqualTo(value);
  }

  @Test
  default void awaitEndsHoweverTheLeaseEnds() {
    List<Runnable> ends =
        List.of(
            () -> await(cache().invalidate(List.of(KEY))),
            () -> await(cache().invalidatePrefix("web", "users", "a")),
            () -> await(cache().put(KEY, entry("v"), LONG)),
            () -> await(cache().begin(KEY, 1, LONG)),
            () -> await(cache().finish(KEY, 1, null, LONG)));
    for (Runnable end : ends) {
      await(cache().invalidate(List.of(KEY)));
      leased(KEY);
      CompletableFuture<Stored> waits = elsewhere().await(KEY, LONG).toCompletableFuture();
      end.run();
      assertThat(await(waits)).isEqualTo(stored(KEY));
    }
  }

  @Test
  default void awaitEndsWhenTheLeaseIsReleased() {
    Ticket ticket = leased(KEY);
    CompletableFuture<Stored> waits = elsewhere().await(KEY, LONG).toCompletableFuture();
    await(cache().release(KEY, ticket));
    assertThat(await(waits)).isEqualTo(Stored.ABSENT);
  }

  @Test
  default void awaitEndsWhenTheLeaseLapses() {
    leased(KEY, SHORT);
    CompletableFuture<Stored> waits = elsewhere().await(KEY, LONG).toCompletableFuture();
    held().advance(2 * SHORT.toMillis());
    assertThat(await(waits)).isEqualTo(Stored.ABSENT);
  }

  @Test
  default void awaitEndsWhenALeaseThatIsHeldForLessLapses() {
    Ticket ticket = leased(KEY);
    CompletableFuture<Stored> waits = elsewhere().await(KEY, LONG).toCompletableFuture();
    assertThat(await(cache().extend(KEY, ticket, SHORT))).isTrue();
    held().advance(2 * SHORT.toMillis());
    assertThat(await(waits)).isEqualTo(Stored.ABSENT);
  }

  @Test
  default void awaitAnswersAfterMostWhatIsThereThen() {
    Ticket ticket = leased(KEY);
    Stored.Leased leased = new Stored.Leased(ticket.number());
    assertThat(await(cache().await(KEY, SHORT))).isEqualTo(leased);
    assertThat(await(elsewhere().await(KEY, SHORT))).isEqualTo(leased);
    assertThat(fill(KEY, ticket, "v")).isTrue();
  }

  @Test
  default void manyAwaitTheSameLease() {
    Ticket ticket = leased(KEY);
    List<CompletableFuture<Stored>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add((i % 2 == 0 ? cache() : elsewhere()).await(KEY, LONG).toCompletableFuture());
    }
    assertThat(fill(KEY, ticket, "v")).isTrue();
    Stored.Value value = valued(KEY, "v");
    all.forEach(one -> assertThat(await(one)).isEqualTo(value));
  }
}
