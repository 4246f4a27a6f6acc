package dev.mainstay.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.codec.Json;
import dev.mainstay.codec.JsonCodec;
import dev.mainstay.errors.CodecException;
import dev.mainstay.sessions.Attributes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonJsonTest {
  private final JsonCodec json = Json.codec();

  record Cart(List<String> items, int total, boolean open) {}

  @Test
  void isFoundByTheCore() {
    assertThat(json).isInstanceOf(JacksonJson.class);
  }

  @Test
  void writesAndReadsRecords() {
    Cart cart = new Cart(List.of("a", "ü"), 3, true);
    assertThat(json.decode(json.encode(cart), Cart.class)).isEqualTo(cart);
  }

  @Test
  void passesOverFieldsThatANewerProgramWrote() {
    assertThat(json.decode("{\"items\":[],\"total\":1,\"open\":false,\"new\":1}", Cart.class))
        .isEqualTo(new Cart(List.of(), 1, false));
  }

  @Test
  void compactsWithoutTouchingNumbers() {
    assertThat(json.compact(" { \"a\" : [ 1.10 , 12345678901234567890123 , 1e400 , -0.0 ] } "))
        .isEqualTo("{\"a\":[1.10,12345678901234567890123,1e400,-0.0]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "1 2", "{'a':1}", "nul", "\"\u0001\"", "[1,]"})
  void refusesWhatIsNotOneValue(String text) {
    assertThatThrownBy(() -> json.compact(text)).isInstanceOf(CodecException.class);
  }

  @Test
  void namesTheTypeAndNotTheValue() {
    assertThatThrownBy(() -> json.decode("\"confidential\"", Cart.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Cart")
        .hasMessageNotContaining("confidential");
  }

  @Test
  void recordsComeApartIntoAttributesAndTogetherAgain() {
    Attributes attributes = Attributes.of(new Cart(List.of("x"), 2, true));
    assertThat(attributes.names()).containsExactly("items", "total", "open");
    assertThat(attributes.as(Cart.class)).isEqualTo(new Cart(List.of("x"), 2, true));
    assertThat(Attributes.none().as(Cart.class).total()).isZero();
  }
}
