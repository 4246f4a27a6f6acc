package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDirectivesTest {
  private static Optional<Duration> seconds(long count) {
    return Optional.of(Duration.ofSeconds(count));
  }

  @Test
  void readsWhatItKnowsAndPassesOverTheRest() {
    assertThat(
            CacheDirectives.parse(
                List.of(
                    "public, MAX-AGE=60 ,stale-while-revalidate=\"30\"",
                    "ext=\"a, max-age=1, \\\" b\"; x, , stale-if-error=0, no-store")))
        .isEqualTo(new CacheDirectives(seconds(60), seconds(30), seconds(0), true));
    assertThat(CacheDirectives.parse(List.of()))
        .isEqualTo(
            new CacheDirectives(Optional.empty(), Optional.empty(), Optional.empty(), false));
    assertThat(CacheDirectives.parse(List.of("max-age=2592000")).maxAge())
        .isEqualTo(seconds(2_592_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age",
        "max-age=",
        "max-age=-1",
        "max-age=1.5",
        "max-age=1e3",
        "max-age=2592001",
        "max-age=99999999999999999999",
        "max-age=\u0661",
        "max-age=1, max-age=2",
        "stale-if-error=soon",
        "max-age=\"1"
      })
  void refusesWhatIsNoTime(String field) {
    assertThatThrownBy(() -> CacheDirectives.parse(List.of(field)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("Cache-Control");
  }

  @Test
  void aHitTellsWhatIsLeftInSeconds() {
    assertThat(CacheStatus.hit(Duration.ofMillis(59_999))).isEqualTo("mainstay; hit; ttl=59");
    assertThat(CacheStatus.hit(Duration.ofMillis(-1))).isEqualTo("mainstay; hit; ttl=-1");
  }
}
