package dev.mainstay.sessions;

import static dev.mainstay.sessions.Attributes.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private record Cart(String name, int items, boolean paid) {}

  private record Strict(int items) {
    Strict {
      if (items < 1) {
        throw new IllegalArgumentException("items");
      }
    }
  }

  @Test
  void giveAValueAsTheTypeThatIsAskedFor() {
    Attributes some = attributes("name", "ada").with("items", 3).withJson("paid", " true ");
    assertThat(some.get("name", String.class)).isEqualTo("ada");
    assertThat(some.get("items", Integer.class)).isEqualTo(3);
    assertThat(some.json("paid")).contains("true");
    assertThat(some.names()).containsExactly("name", "items", "paid");
  }

  @Test
  void whatIsNotThereOrNullIsNull() {
    assertThat(attributes("a", null).get("a", String.class)).isNull();
    assertThat(Attributes.none().get("a", String.class)).isNull();
    assertThat(Attributes.none().json("a")).isEmpty();
    assertThat(Attributes.none().version("a")).isZero();
  }

  @Test
  void areImmutable() {
    Attributes one = attributes("a", 1);
    assertThat(one.with("a", 2)).isNotEqualTo(one);
    assertThat(one.get("a", Integer.class)).isEqualTo(1);
    assertThatThrownBy(() -> one.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anUnreadableValueNamesTheAttributeAndNotTheValue() {
    Attributes some = attributes("a", "hush");
    assertThatThrownBy(() -> some.get("a", Integer.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("'a'")
        .hasMessageNotContaining("hush");
    assertThat(some.find("a", Integer.class)).isEmpty();
    assertThat(some.find("a", String.class)).contains("hush");
  }

  @Test
  void areARecordAndBack() {
    Attributes cart = Attributes.of(new Cart("ada", 3, true));
    assertThat(cart.names()).containsExactly("name", "items", "paid");
    assertThat(cart.as(Cart.class)).isEqualTo(new Cart("ada", 3, true));
  }

  @Test
  void whatARecordMissesIsItsZero() {
    Cart cart = attributes("other", 1).as(Cart.class);
    assertThat(cart.name()).isNull();
    assertThat(cart.items()).isZero();
    assertThat(cart.paid()).isFalse();
  }

  @Test
  void aRecordThatRefusesItsValuesIsACodecsFailure() {
    assertThatThrownBy(() -> Attributes.none().as(Strict.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Strict");
  }

  @Test
  void keepTheVersionsOfTheStore() {
    Attributes stored = Attributes.stored(Map.of("a", new Attribute("1", 7)));
    assertThat(stored.version("a")).isEqualTo(7);
    assertThat(stored.with("b", 2).version("a")).isEqualTo(7);
  }

  @Test
  void boundsAreChecked() {
    assertInvalid(() -> attributes("", 1));
    assertInvalid(() -> attributes("x".repeat(513), 1));
    assertInvalid(() -> attributes("a", "x".repeat(SessionBounds.ATTRIBUTE_BYTES - 1)));
    assertInvalid(() -> attributes("a", "\ud800"));
    attributes("a", "x".repeat(SessionBounds.ATTRIBUTE_BYTES - 2));
    Attributes all = Attributes.none();
    for (int i = 0; i < SessionBounds.ATTRIBUTES; i++) {
      all = all.with("a" + i, i);
    }
    Attributes full = all.with("a0", 1);
    assertInvalid(() -> full.with("one more", 1));
  }

  @Test
  void theirWordsHoldNoValue() {
    assertThat(attributes("a", "hush").toString()).contains("a").doesNotContain("hush");
  }

  private static void assertInvalid(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(InvalidValueException.class);
  }
}
