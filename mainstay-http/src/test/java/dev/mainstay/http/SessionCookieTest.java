package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {
  private static final SessionCookie COOKIE = SessionCookie.standard();

  @Test
  void setsWhatTheStandardsAskFor() {
    assertThat(COOKIE.set("ms1.AB.id.secret"))
        .isEqualTo("__Host-sid=ms1.AB.id.secret; Path=/; Secure; HttpOnly; SameSite=Lax");
    assertThat(SessionCookie.insecure("sid").set("t"))
        .isEqualTo("sid=t; Path=/; HttpOnly; SameSite=Lax");
    assertThat(COOKIE.withSameSite(SameSite.STRICT).set("t")).endsWith("SameSite=Strict");
  }

  @Test
  void clearsUnderTheSameAttributes() {
    assertThat(COOKIE.clear())
        .isEqualTo(
            "__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0;"
                + " Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sid", "__host-sid", "__Host-", "__Secure-", "__Host-a;b", "__Host-ä"})
  void refusesSecureNames(String name) {
    assertThatThrownBy(() -> SessionCookie.named(name)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "__Host-sid", "__hOST-sid", "__secure-x", "__Http-x", "a b", "a=b"})
  void refusesInsecureNames(String name) {
    assertThatThrownBy(() -> SessionCookie.insecure(name))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void refusesSameSiteNoneWithoutSecure() {
    assertThatThrownBy(() -> SessionCookie.insecure("sid").withSameSite(SameSite.NONE))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a b", "a;b", "a,b", "a\"b", "a\\b", "a\r\nSet-Cookie: x", "ä"})
  void refusesTokensThatNoCookieCarriesAndDoesNotTellThem(String token) {
    assertThatThrownBy(() -> COOKIE.set(token + "hush"))
        .satisfies(
            e -> {
              assertThat(e).isInstanceOf(InvalidValueException.class);
              assertThat(e.getMessage()).doesNotContain("hush");
            });
  }

  @Test
  void holdsTheLengthOfNameAndValue() {
    int room = SessionCookie.MAX_BYTES - COOKIE.name().length();
    assertThat(COOKIE.set("x".repeat(room))).contains("xx");
    assertThatThrownBy(() -> COOKIE.set("x".repeat(room + 1)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("4096");
  }

  @Test
  void findsTheOneCookie() {
    assertOne("__Host-sid=t", "t");
    assertOne("a=b; __Host-sid=t; c=d", "t");
    assertOne("a=b;__Host-sid=t", "t");
    assertOne(" \t__Host-sid \t= t \t; c", "t");
    assertOne("__Host-sid=\"t\"", "t");
    assertOne("__Host-sid=a=b==", "a=b==");
    assertThat(COOKIE.look(List.of("a=b", "__Host-sid=t"))).isEqualTo(new CookieLook.One("t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        ";;;=;",
        "=",
        "sid=t",
        "__host-sid=t",
        "__Host-sid",
        "__Host-sid=",
        "__Host-sid=\"\"",
        "__Host-sidx=t",
        "x__Host-sid=t",
        "a=__Host-sid=t",
        "__Host-sid=\"t",
        "__Host-sid=t\"",
        "__Host-sid=a b",
        "__Host-sid=a,b",
        "\u2000__Host-sid=t",
        "\u00a0__Host-sid=t",
        "__Host-sid\u0000=t",
        "__Host-s;id=t",
        "__Host-sid;=t"
      })
  void findsNone(String header) {
    assertThat(COOKIE.look(header)).isEqualTo(new CookieLook.None());
  }

  @Test
  void triesNoneOfSeveral() {
    assertThat(COOKIE.look("__Host-sid=a; __Host-sid=b")).isEqualTo(new CookieLook.Duplicate(2));
    assertThat(COOKIE.look("__Host-sid=a; __Host-sid=a")).isEqualTo(new CookieLook.Duplicate(2));
    assertThat(COOKIE.look("__Host-sid=; __Host-sid=a")).isEqualTo(new CookieLook.Duplicate(2));
    assertThat(COOKIE.look(List.of("__Host-sid=a", "__Host-sid=b; __Host-sid=c")))
        .isEqualTo(new CookieLook.Duplicate(3));
  }

  /** A quote must not swallow the cookies between it and the next one. */
  @Test
  void doesNotReadAcrossSemicolonsInQuotes() {
    assertThat(COOKIE.look("$Version=1; a=\"x; __Host-sid=t; b=y\""))
        .isEqualTo(new CookieLook.One("t"));
  }

  @Test
  void readsNoMoreThanItsBounds() {
    String sid = "__Host-sid=t";
    int rest = CookieReader.MAX_CHARS - sid.length() - 2;
    assertOne("x".repeat(rest) + "; " + sid, "t");
    assertThat(COOKIE.look("x".repeat(rest + 1) + "; " + sid))
        .isEqualTo(new CookieLook.Oversized());
    assertOne(sid + "; a=b".repeat(CookieReader.MAX_PAIRS - 1), "t");
    assertThat(COOKIE.look(sid + "; a=b".repeat(CookieReader.MAX_PAIRS)))
        .isEqualTo(new CookieLook.Oversized());
  }

  @Test
  void hidesTheTokenInText() {
    assertThat(COOKIE.look("__Host-sid=hush").toString()).doesNotContain("hush");
  }

  private static void assertOne(String header, String token) {
    assertThat(COOKIE.look(header)).isEqualTo(new CookieLook.One(token));
    assertThat(COOKIE.look(header).token()).contains(token);
  }
}
