package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, durations and ids as HTTP spells them. */
class SpellingsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T02:50:32Z, 2026-11-24T02:50:32.000Z",
    "2026-11-24T02:50:32.120Z, 2026-11-24T02:50:32.120Z",
    "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
  })
  void formatsInstants(Instant instant, String text) {
    assertThat(HttpTime.format(instant)).isEqualTo(text);
  }

  @Test
  void refusesInstantsThatRfc3339CannotSpell() {
    for (Instant far : new Instant[] {Instant.MIN, Instant.MAX}) {
      assertThatThrownBy(() -> HttpTime.format(far)).isInstanceOf(InvalidValueException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "15m, PT15M",
    "12h, PT12H",
    "7d, PT168H",
    "0s, PT0S",
    "PT30S, PT30S",
    "P7D, PT168H",
    "PT0.25S, PT0.25S",
    "007s, PT7S"
  })
  void parsesDurations(String text, Duration duration) {
    assertThat(Durations.parse("idle", text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "s",
        "ms",
        "-1s",
        "+1s",
        "1.5s",
        "1 s",
        " 1s",
        "1S",
        "1M",
        "1w",
        "1s1s",
        "PT-1S",
        "-PT1S",
        "pt1s",
        "P1M",
        "P",
        "99999999999999999999s",
        "9223372036854775807d",
        "9223372036854775807s",
        "٣s",
        "1m\n"
      })
  void refusesOtherDurations(String text) {
    assertThatThrownBy(() -> Durations.parse("idle", text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("idle: '")
        .hasMessageContaining("30s");
  }

  @Test
  void takesIdsOfOneTo512Bytes() {
    String[] ids = {"a", " ", "\u0000", "a:b{*}", "😀", "x".repeat(512), "é".repeat(256)};
    for (String id : ids) {
      assertThat(Ids.require("user", id)).isSameAs(id);
    }
    String[] none = {"", "x".repeat(513), "é".repeat(257), "\ud800", "a\udc00b"};
    for (String id : none) {
      assertThatThrownBy(() -> Ids.require("user", id))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("512");
    }
  }

  @ParameterizedTest
  @CsvSource({"abc, abc", "a+b, a+b", "a%2Fb, a/b", "%C3%A9, é", "%f0%9f%98%80, 😀", "%25, %"})
  void decodesSegments(String segment, String id) {
    assertThat(Ids.decode("user", segment)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%",
        "%4",
        "%zz",
        "a%2",
        "%C3",
        "%80",
        "%C0%AF",
        "%ED%A0%80",
        "%F5%80%80%80",
        "é",
        "a b",
        "%٣٣",
        "a\u0000"
      })
  void refusesMalformedSegments(String segment) {
    assertThatThrownBy(() -> Ids.decode("user", segment))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("user: ");
  }

  @Test
  void countsBytesAfterDecoding() {
    assertThat(Ids.decode("user", "%41".repeat(512))).hasSize(512);
    for (String segment : new String[] {"A".repeat(513), "%41".repeat(513), "%C3%A9".repeat(257)}) {
      assertThatThrownBy(() -> Ids.decode("user", segment))
          .isInstanceOf(InvalidValueException.class);
    }
  }
}
