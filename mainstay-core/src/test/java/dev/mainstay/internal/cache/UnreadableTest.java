package dev.mainstay.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.cache.Cache;
import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.Look;
import dev.mainstay.codec.Codec;
import dev.mainstay.errors.LoadFailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a codec throws, errors too, who asks is answered. */
class UnreadableTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final Freshness FRESH =
      Freshness.of(Duration.ofMinutes(1)).jitter(0).hardTimeout(Duration.ofSeconds(10));

  private final Fleet fleet = new Fleet();
  private final Cache<String, @Nullable String> cache = fleet.process(FRESH, new Broken());
  private volatile @Nullable Error reading;
  private volatile @Nullable Error writing;

  /** Text that cannot be read or written while there is an error. */
  private final class Broken implements Codec<String> {
    @Override
    public byte[] encode(String value) {
      raise(writing);
      return TEXT.encode(value);
    }

    @Override
    public String decode(byte[] bytes) {
      raise(reading);
      return TEXT.decode(bytes);
    }

    @Override
    public int schema() {
      return TEXT.schema();
    }

    private void raise(@Nullable Error error) {
      if (error != null) {
        throw error;
      }
    }
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  private void assertFailsOf(Error error, CompletableFuture<?> answer) {
    assertThat(answer)
        .failsWithin(SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(LoadFailedException.class)
        .havingRootCause()
        .isSameAs(error);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatAnErrorOfItsClassOrOfItsDepthKeepsFromBeingReadIsAMiss() {
    for (Error error : new Error[] {new NoSuchMethodError("planted"), new StackOverflowError()}) {
      reading = null;
      cache.put("k", "old");
      assertThat(cache.get("k", key -> "none")).isEqualTo("old");
      reading = error;
      assertThat(cache.look("k")).isInstanceOf(Look.Absent.class);
      assertThat(cache.get("k", key -> "new")).isEqualTo("new");
    }
    assertThat(cache.stats().rejected()).isEqualTo(2);
  }

  @Test
  void anyOtherErrorFailsWhoAsksAndDoesNotLeaveHimWaiting() {
    cache.put("k", "old");
    Error error = new OutOfMemoryError("planted");
    reading = error;
    assertFailsOf(error, Held.ask(cache, key -> "new"));
  }

  @Test
  void itFailsWhoWaitsForAnotherAsWell() throws Exception {
    Held held = new Held("v");
    CompletableFuture<@Nullable String> other = held.asks(fleet.process(FRESH, Codec.TEXT));
    Error error = new OutOfMemoryError("planted");
    reading = error;
    CompletableFuture<@Nullable String> mine = Held.ask(cache, key -> "new");
    held.letGo();
    assertThat(other).succeedsWithin(SECONDS).isEqualTo("v");
    assertFailsOf(error, mine);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anErrorOfWritingFailsTheLoadAndFreesItsLease() {
    Error error = new NoSuchMethodError("planted");
    writing = error;
    assertThatThrownBy(() -> cache.get("k", key -> "v"))
        .isInstanceOf(LoadFailedException.class)
        .hasCause(error);
    assertThat(fleet.leased("k")).isFalse();
  }
}
