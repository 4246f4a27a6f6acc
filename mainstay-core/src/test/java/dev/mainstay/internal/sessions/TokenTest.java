package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Partition;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private static final String ID = "AAAAAAAAAAAAAAAA";
  private static final String SECRET = ID + ID + "AAAAAAAAAAA";

  @Test
  void hasTheShapeThatIsPublished() {
    Token token = Token.issue("web", 7);
    assertThat(token.text()).hasSize(67).matches("ms1\\.[\\w-]{2}\\.[\\w-]{16}\\.[\\w-]{43}");
  }

  @Test
  void leadsBackToWhatItWasIssuedForInEveryPartition() {
    for (int partition = 0; partition < Partition.COUNT; partition++) {
      Token token = Token.issue("web", partition);
      assertThat(Token.parse("web", token.text())).isEqualTo(token.credential());
      assertThat(token.credential().key().partition()).isEqualTo(partition);
    }
  }

  @Test
  void isOfTheNamespaceItIsAskedIn() {
    Token token = Token.issue("web", 7);
    Credential elsewhere = Token.parse("shop", token.text());
    assertThat(elsewhere).isNotNull().isNotEqualTo(token.credential());
  }

  @Test
  void aNewTokenOfASessionSharesAllButTheSecret() {
    Token first = Token.issue("web", 7);
    Token second = Token.issue(first.credential().key());
    assertThat(second.text()).startsWith(first.text().substring(0, 24)).isNotEqualTo(first.text());
    assertThat(second.credential().key()).isEqualTo(first.credential().key());
    assertThat(second.credential().hash()).isNotEqualTo(first.credential().hash());
  }

  @Test
  void neverRepeats() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      Token token = Token.issue("web", 7);
      assertThat(seen.add(token.credential().key().id())).isTrue();
      assertThat(seen.add(token.text().substring(24))).isTrue();
    }
  }

  @Test
  void itsWordsHoldNoSecret() {
    Token token = Token.issue("web", 7);
    assertThat(token.toString()).doesNotContain(token.text().substring(24));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ms1",
        "ms1..." + ID + SECRET,
        "ms2.AA." + ID + "." + SECRET,
        "MS1.AA." + ID + "." + SECRET,
        "ms1-AA." + ID + "." + SECRET,
        "ms1.AA-" + ID + "." + SECRET,
        "ms1.AA." + ID + "-" + SECRET,
        "ms1.AA." + ID + "." + SECRET + "A",
        "ms1.AA." + ID + "." + SECRET + "=",
        " ms1.AA." + ID + "." + SECRET,
        "ms1.AA.AAAAAAAAAAAAAAA+." + SECRET,
        "ms1.AA.AAAAAAAAAAAAAAA/." + SECRET,
        "ms1.AA.AAAAAAAAAAAAAA==." + SECRET,
        "ms1.AA.AAAAAAAA AAAAAAA." + SECRET,
        "ms1.AA.AAAAAAAAAAAAAAA\u0000." + SECRET,
        "ms1.AA.AAAAAAAAAAAAAAA\u0141." + SECRET,
        "ms1.AA.AAAAAAAAAAAAAA\uD83D\uDE00." + SECRET
      })
  void anyOtherShapeIsNoToken(String text) {
    assertThat(Token.parse("web", text)).isNull();
  }

  @Test
  void theLastCharacterOfAPartHasOneSpelling() {
    String good = "ms1.AA." + ID + "." + SECRET;
    assertThat(Token.parse("web", good)).isNotNull();
    // The same bytes, the bits that Base64 leaves over set to something else.
    assertThat(Token.parse("web", "ms1.AB." + ID + "." + SECRET)).isNull();
    assertThat(Token.parse("web", good.substring(0, 66) + "B")).isNull();
  }
}
