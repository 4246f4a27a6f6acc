package dev.mainstay.internal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.events.Event;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionListener;
import dev.mainstay.spi.SessionEventStore.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final SessionListener THROWS =
      event -> {
        throw new IllegalStateException("not today");
      };

  private final List<Event> heard = new ArrayList<>();
  private final List<SessionEvent> told = new ArrayList<>();

  @Test
  void whatIsHandledIsDoneWith() {
    Telling telling = new Telling(told::add, heard::add);
    assertThat(telling.tell(due(1))).isTrue();
    assertThat(telling.tell(due(2))).isTrue();
    assertThat(told).containsExactly(due(1).event(), due(2).event());
    assertThat(heard).containsExactly(heard("ok"), heard("again"));
  }

  @Test
  void whatTheListenerThrowsAtComesAgain() {
    assertThat(new Telling(THROWS, heard::add).tell(due(15))).isFalse();
    assertThat(heard).containsExactly(heard("failed"));
  }

  @Test
  void anErrorIsNoReasonToStop() {
    Telling telling =
        new Telling(
            event -> {
              throw new AssertionError("a listener's own");
            },
            heard::add);
    assertThat(telling.tell(due(1))).isFalse();
  }

  @Test
  void theSixteenthTimeIsTheLast() {
    assertThat(new Telling(THROWS, heard::add).tell(due(16))).isTrue();
    assertThat(heard).containsExactly(heard("dropped"));
  }

  /** As when each process that was called with it died of it. */
  @Test
  void whatWasHandedOutOftenerIsNotToldAtAll() {
    assertThat(new Telling(told::add, heard::add).tell(due(17))).isTrue();
    assertThat(told).isEmpty();
    assertThat(heard).containsExactly(heard("dropped"));
  }

  private static Event heard(String outcome) {
    return new Event.SessionEventTold("expired", outcome);
  }

  private static Due due(int delivery) {
    return new Due(
        new SessionEvent.Expired("web", "id", "ada", Instant.EPOCH, delivery > 1, Gone.Reason.IDLE),
        delivery);
  }
}
