package dev.mainstay.internal.sessions.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.testing.Keys;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttributeSealTest {
  private static final SessionKey ADA = new SessionKey("web", 7, "0123456789abcdef");
  private static final SessionKey BOB = new SessionKey("web", 7, "fedcba9876543210");
  private static final String URL64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final AttributeSeal seal = new AttributeSeal(Encryption.with("k1", Keys.of(1)));

  @Test
  void isJsonOfTheFormThatIsDocumented() {
    String sealed = seal.seal(ADA, "cart", "[\"tea\"]");
    assertThat(sealed).matches("\"mse1\\.k1\\.[\\w-]+\"").doesNotContain("tea");
    String spelled = sealed.substring("\"mse1.k1.".length(), sealed.length() - 1);
    assertThat(Base64.getUrlDecoder().decode(spelled)).hasSize(24 + "[\"tea\"]".length() + 16);
    assertThat(seal.open(ADA, "cart", sealed)).isEqualTo("[\"tea\"]");
  }

  @Test
  void isAnotherOneEachTime() {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(seal.seal(ADA, "cart", "1"));
    }
    assertThat(all).hasSize(1_000);
  }

  @Test
  void sealsAnythingWithinTheBounds() {
    String longest = '"' + "x".repeat(SessionBounds.ATTRIBUTE_BYTES - 2) + '"';
    AttributeSeal longId = new AttributeSeal(Encryption.with("0123456789abcdef", Keys.of(1)));
    for (String json : List.of("1", "null", "\"\uD83D\uDE00\\u0000\"", "[]", longest)) {
      assertThat(longId.open(ADA, "a", longId.seal(ADA, "a", json))).isEqualTo(json);
    }
    assertThat(longId.open(ADA, "a", longId.seal(ADA, "a", longest + "xxxx"))).isNull();
  }

  @Test
  void isBoundToItsPlace() {
    String sealed = seal.seal(ADA, "cart", "1");
    assertThat(seal.open(BOB, "cart", sealed)).isNull();
    assertThat(seal.open(ADA, "card", sealed)).isNull();
    assertThat(seal.open(new SessionKey("api", 7, ADA.id()), "cart", sealed)).isNull();
    // The same letters, cut at another place.
    assertThat(seal.open(new SessionKey("we", 7, "b" + ADA.id()), "cart", sealed)).isNull();
  }

  @Test
  void isBoundToTheNameOfItsKey() {
    String sealed = seal.seal(ADA, "cart", "1");
    AttributeSeal renamed = new AttributeSeal(Encryption.with("k2", Keys.of(1)));
    assertThat(renamed.open(ADA, "cart", sealed)).isNull();
    assertThat(renamed.open(ADA, "cart", sealed.replace("k1", "k2"))).isNull();
    AttributeSeal both =
        new AttributeSeal(Encryption.with("k2", Keys.of(2)).alsoReads("k1", Keys.of(1)));
    assertThat(both.open(ADA, "cart", sealed)).isEqualTo("1");
    assertThat(both.open(ADA, "cart", sealed.replace("k1", "k2"))).isNull();
    assertThat(both.seal(ADA, "cart", "1")).startsWith("\"mse1.k2.");
  }

  @Test
  void opensNoTextThatIsNotLetterForLetterTheOne() {
    for (String json : List.of("1", "12", "123")) {
      String sealed = seal.seal(ADA, "cart", json);
      for (int i = 0; i < sealed.length(); i++) {
        for (char other : (URL64 + "=.\" \u0000\u00ff\u0141").toCharArray()) {
          String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
          if (other != sealed.charAt(i)) {
            assertThat(seal.open(ADA, "cart", changed)).as(changed).isNull();
          }
        }
        assertThat(seal.open(ADA, "cart", sealed.substring(0, i))).isNull();
        assertThat(seal.open(ADA, "cart", sealed.substring(i + 1))).isNull();
      }
      String padded = sealed.substring(0, sealed.length() - 1) + "=\"";
      assertThat(seal.open(ADA, "cart", padded)).isNull();
    }
  }

  @Test
  void readsPlainValuesOnlyWhereItIsTold() {
    AttributeSeal migrating = new AttributeSeal(Encryption.with("k1", Keys.of(1)).readsPlain());
    for (String plain : List.of("1", "\"mse\"", "\"mse2.k1.AAAA\"", "")) {
      assertThat(seal.open(ADA, "cart", plain)).isNull();
      assertThat(migrating.open(ADA, "cart", plain)).isEqualTo(plain);
    }
    assertThat(migrating.open(ADA, "cart", "\"mse1.k1.AAAA\"")).isNull();
    assertThat(migrating.open(ADA, "cart", migrating.seal(ADA, "cart", "1"))).isEqualTo("1");
  }
}
