package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.OriginCheck.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCheckTest {
  private static final OriginCheck CHECK = OriginCheck.allowing("https://App.example.com:443");

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
  void letsSafeMethodsPass(String method) {
    Map<String, String> fields = Map.of("Origin", "https://evil.example");
    assertThat(CHECK.decide(method, "https", fields::get)).isEqualTo(Verdict.SAFE_METHOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "POST", "PUT", "PATCH", "DELETE", "BREW"})
  void takesEveryOtherMethodAsUnsafe(String method) {
    assertThat(CHECK.decide(method, "https", name -> null)).isEqualTo(Verdict.SILENT);
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, OWN_ORIGIN",
    "https://SHOP.example:443, OWN_ORIGIN",
    "https://app.example.com, OWN_ORIGIN",
    "http://shop.example, FOREIGN_ORIGIN",
    "https://shop.example:8443, FOREIGN_ORIGIN",
    "https://shop.example.evil.example, FOREIGN_ORIGIN",
    "https://evil.example, FOREIGN_ORIGIN",
    "null, OPAQUE_ORIGIN",
    "'', OPAQUE_ORIGIN",
    "file://, OPAQUE_ORIGIN",
    "https://shop.example@evil.example, OPAQUE_ORIGIN",
    "https://shop.example/, OPAQUE_ORIGIN",
  })
  void decidesByOrigin(String origin, Verdict verdict) {
    assertThat(post(Map.of("Host", "shop.example", "Origin", origin))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, https://shop.example, OWN_ORIGIN",
    "none, https://shop.example, USER",
    "same-site, https://other.shop.example, CROSS_SITE",
    "cross-site, https://evil.example, CROSS_SITE",
    "cross-site, https://shop.example, CROSS_SITE",
    "cross-site, https://app.example.com, OWN_ORIGIN",
    "cross-site, null, CROSS_SITE",
    "nonsense, https://shop.example, CROSS_SITE",
  })
  void believesTheBrowserFirst(String site, String origin, Verdict verdict) {
    Map<String, String> fields =
        Map.of("Host", "shop.example", "Origin", origin, "Sec-Fetch-Site", site);
    assertThat(post(fields)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/cart?x=1, OWN_ORIGIN",
    "https://shop.example, OWN_ORIGIN",
    "https://evil.example/https://shop.example/, FOREIGN_ORIGIN",
    "https://shop.example@evil.example/, OPAQUE_ORIGIN",
    "about:blank, OPAQUE_ORIGIN",
  })
  void fallsBackToReferer(String referer, Verdict verdict) {
    assertThat(post(Map.of("Host", "shop.example", "Referer", referer))).isEqualTo(verdict);
  }

  @Test
  void hasNoOwnOriginWithoutAHost() {
    assertThat(post(Map.of("Origin", "https://shop.example"))).isEqualTo(Verdict.FOREIGN_ORIGIN);
  }

  @Test
  void passesOnlyWhatItShould() {
    assertThat(Verdict.values())
        .filteredOn(Verdict::passes)
        .containsExactly(Verdict.SAFE_METHOD, Verdict.OWN_ORIGIN, Verdict.USER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "null", "app.example.com", "https://a/b", "ftp://a", "https://"})
  void refusesConfiguredOriginsThatAreNone(String origin) {
    assertThatThrownBy(() -> OriginCheck.allowing(origin))
        .isInstanceOf(InvalidValueException.class);
  }

  private static Verdict post(Map<String, String> fields) {
    return CHECK.decide("POST", "https", fields::get);
  }
}
