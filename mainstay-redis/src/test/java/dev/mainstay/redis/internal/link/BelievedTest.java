package dev.mainstay.redis.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.redis.ServerAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BelievedTest {
  private static final long LONG = Believed.TOLD.toNanos();
  private final Believed believed = new Believed(3);

  private static SentinelView view(long epoch, int port) {
    return new SentinelView(epoch, ServerAddress.tcp("127.0.0.1", port), List.of());
  }

  private boolean is(SentinelView view, long now, SentinelView... others) {
    return believed.is(
        view, Stream.concat(List.of(others).stream(), List.of(view).stream()).toList(), now);
  }

  @Test
  void theHighestEpochIsBelievedWhoeverTellsIt() {
    assertThat(is(view(4, 1), 1)).isTrue();
    assertThat(is(view(5, 2), 2, view(4, 1), view(4, 1))).isTrue();
    assertThat(is(view(4, 1), 3, view(4, 1), view(5, 2))).isFalse();
  }

  /** As where the first question was answered before a failover, and the second after it. */
  @Test
  void anotherPrimaryOfTheSameEpochTakesMostOfThem() {
    is(view(5, 2), 1);

    assertThat(is(view(5, 1), 2, view(5, 2))).isFalse();
    assertThat(is(view(5, 3), 3, view(5, 3), view(5, 2))).isTrue();
  }

  @Test
  void sentinelsThatWereSetUpAnewAreBelievedAfterAWhile() {
    is(view(5, 1), 1);

    assertThat(is(view(0, 2), 2, view(0, 2), view(0, 2))).isFalse();
    assertThat(is(view(0, 2), 1 + LONG, view(0, 2), view(0, 2))).isFalse();
    assertThat(is(view(0, 2), 2 + LONG, view(0, 2), view(0, 2))).isTrue();
    assertThat(is(view(1, 3), 3 + LONG, view(0, 2), view(0, 2))).isTrue();
  }

  @Test
  void fewOrThoseThatKnowAHigherOneNowAndThenAreNot() {
    is(view(5, 1), 1);

    for (int i = 0; i < 10; i++) {
      assertThat(is(view(4, 2), 2 + i * LONG)).isFalse();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(is(view(4, 2), 2 + i * LONG, view(4, 2), view(4, 2))).isFalse();
      assertThat(is(view(5, 1), 3 + i * LONG, view(4, 2))).isTrue();
    }
  }
}
