package dev.mainstay.internal.sessions;

import static dev.mainstay.sessions.Change.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Full;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.testing.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class StoredSessionsTest {
  private final Steps steps = new Steps(MemoryEngine.create());

  @Test
  void aTokenOfTheWrongShapeCostsNoStep() {
    try (Mainstay mainstay = Mainstay.on(steps)) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      assertThat(sessions.find("nonsense")).isEqualTo(Gone.UNKNOWN);
      assertThat(sessions.update("nonsense", change().set("a", 1))).isEqualTo(Gone.UNKNOWN);
      assertThat(sessions.rotate("nonsense", Rotation.periodic())).isEqualTo(Gone.UNKNOWN);
      assertThat(sessions.rotate("nonsense", Rotation.login("ada"))).isEqualTo(Gone.UNKNOWN);
      assertThat(sessions.revoke("nonsense")).isFalse();
      assertThat(steps.asked()).isEmpty();
    }
  }

  @Test
  void eachOperationIsOneStep() {
    try (Mainstay mainstay = Mainstay.on(steps)) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      String token = sessions.start("ada", Attributes.none()).token();
      sessions.find(token);
      sessions.update(token, change().set("a", 1));
      sessions.list("ada");
      sessions.rotate(token, Rotation.privilege());
      sessions.revokeAll("ada");
      assertThat(steps.asked())
          .containsExactly("start", "find", "update", "list", "turn", "revoke");
    }
  }

  @Test
  void howFarAListMayLagIsNeverNegative() {
    try (Mainstay mainstay = Mainstay.on(steps)) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      assertThatThrownBy(() -> sessions.list("ada", Duration.ofMillis(-1)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessage(
              "staleness: PT-0.001S is negative; allowed are zero, for the latest, and more");
      assertThat(steps.asked()).isEmpty();
      assertThat(sessions.list("ada", Duration.ofSeconds(5))).isEmpty();
      assertThat(steps.asked()).containsExactly("list");
    }
  }

  @Test
  void theReasonOfARotationDecidesWhatBecomesOfTheOldToken() {
    try (Mainstay mainstay = Mainstay.on(steps)) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      String first = sessions.start("ada", Attributes.none()).token();
      String second = renewed(sessions.rotate(first, Rotation.periodic()));
      assertThat(sessions.find(first).isLive()).isTrue();
      String third = renewed(sessions.rotate(second, Rotation.privilege()));
      assertThat(sessions.find(first)).isEqualTo(Gone.UNKNOWN);
      assertThat(sessions.find(second)).isEqualTo(Gone.UNKNOWN);
      String fourth = renewed(sessions.rotate(third, new Rotation.Login(null)));
      assertThat(sessions.find(third)).isEqualTo(Gone.UNKNOWN);
      assertThat(sessions.find(fourth).isLive()).isTrue();
    }
  }

  @Test
  void aRefusedStartHasNoToken() {
    try (Mainstay mainstay = Mainstay.on(steps)) {
      SessionPolicy one = SessionPolicy.DEFAULT.limit(1).whenFull(WhenFull.REJECT);
      Sessions sessions = mainstay.sessions("web", one);
      sessions.start("ada", Attributes.none());
      var refused = sessions.start(SessionStart.of("ada"));
      assertThat(refused).isEqualTo(new Full(1));
      assertThatThrownBy(refused::token).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void namesOutOfBoundsAreTheCallersFault() {
    try (Mainstay mainstay = Mainstay.on(steps)) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      for (String name : List.of("", "x".repeat(513), "\u00e9".repeat(257), "\ud800")) {
        assertInvalid(() -> mainstay.sessions(name, SessionPolicy.DEFAULT));
        assertInvalid(() -> sessions.start(name, Attributes.none()));
        assertInvalid(() -> sessions.start(SessionStart.anonymous().device(name)));
        assertInvalid(() -> sessions.revoke(name, "id"));
        assertInvalid(() -> sessions.revoke("ada", name));
        assertInvalid(() -> sessions.revokeAll(name));
        assertInvalid(() -> sessions.revokeOthers("ada", name));
        assertInvalid(() -> sessions.list(name));
        assertInvalid(() -> Rotation.login(name));
      }
      assertThat(steps.asked()).isEmpty();
      assertThat(sessions.list("\u00e9".repeat(256))).isEmpty();
    }
  }

  @Test
  void theListenerHearsEachOutcome() {
    List<String> heard = new ArrayList<>();
    Listener listener =
        event -> {
          if (event instanceof Event.OperationEnded ended) {
            heard.add(ended.operation() + " " + ended.outcome());
          }
        };
    try (Mainstay mainstay = Mainstay.on(steps, listener)) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      String token = sessions.start("ada", Attributes.none()).token();
      sessions.find(token);
      sessions.find("nonsense");
      sessions.update(token, change().set("a", 1));
      sessions.update(token, change().set("a", 1).ifVersion("a", 9));
      sessions.revoke(token);
      sessions.revoke(token);
      sessions.find(token);
    }
    assertThat(heard)
        .containsExactly(
            "sessions.start ok",
            "sessions.find live",
            "sessions.find unknown",
            "sessions.update ok",
            "sessions.update conflict",
            "sessions.revoke ok",
            "sessions.revoke nothing",
            "sessions.find revoked");
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    Listener broken =
        event -> {
          throw new IllegalStateException("broken listener");
        };
    try (Mainstay mainstay = Mainstay.on(steps, broken)) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      String token = sessions.start("ada", Attributes.none()).token();
      Found found = sessions.find(token);
      assertThat(found.isLive()).isTrue();
    }
  }

  private static String renewed(Rotated rotated) {
    assertThat(rotated).isInstanceOf(Rotated.Renewed.class);
    return ((Rotated.Renewed) rotated).token();
  }

  private static void assertInvalid(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(InvalidValueException.class);
  }
}
