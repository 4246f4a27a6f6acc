package dev.mainstay.sessions;

import static dev.mainstay.sessions.Change.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.sessions.Change.Op;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private record Cart(String name, int items) {}

  @Test
  void keepsItsStepsInOrder() {
    Change all =
        change()
            .set("a", "x")
            .setJson("b", " 1 ")
            .putIfAbsent("c", 2)
            .remove("d")
            .increment("e", -3)
            .append("f", 4)
            .appendJson("g", "5")
            .ifVersion("a", 7);
    assertThat(all.ops())
        .containsExactly(
            new Op.Set("a", "\"x\""),
            new Op.Set("b", "1"),
            new Op.PutIfAbsent("c", "2"),
            new Op.Remove("d"),
            new Op.Increment("e", -3),
            new Op.Append("f", "4"),
            new Op.Append("g", "5"));
    assertThat(all.expected()).isEqualTo(Map.of("a", 7L));
  }

  @Test
  void aRecordIsOneStepForEachComponent() {
    assertThat(change().set(new Cart("ada", 3)).ops())
        .containsExactly(new Op.Set("name", "\"ada\""), new Op.Set("items", "3"));
  }

  @Test
  void isImmutable() {
    Change one = change().set("a", 1);
    one.set("b", 2).ifVersion("a", 1);
    assertThat(one.ops()).hasSize(1);
    assertThat(one.expected()).isEmpty();
    assertThat(change().ops()).isEmpty();
  }

  @Test
  void anAttributeIsChangedOnce() {
    assertInvalid(() -> change().set("a", 1).increment("a", 1));
  }

  @Test
  void boundsAreChecked() {
    long most = SessionBounds.INTEGER;
    assertThat(change().increment("a", most).increment("b", -most).ops()).hasSize(2);
    assertInvalid(() -> change().increment("a", most + 1));
    assertInvalid(() -> change().increment("a", -most - 1));
    assertInvalid(() -> change().increment("a", Long.MIN_VALUE));
    assertInvalid(() -> change().ifVersion("a", -1));
    assertInvalid(() -> change().ifVersion("a", most + 1));
    assertInvalid(() -> change().set("", 1));
    assertInvalid(() -> change().append("a", "x".repeat(SessionBounds.ATTRIBUTE_BYTES)));
    Change full = change();
    for (int i = 0; i < SessionBounds.ATTRIBUTES; i++) {
      full = full.remove("a" + i);
    }
    Change all = full;
    assertInvalid(() -> all.remove("one more"));
  }

  private static void assertInvalid(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(InvalidValueException.class);
  }
}
