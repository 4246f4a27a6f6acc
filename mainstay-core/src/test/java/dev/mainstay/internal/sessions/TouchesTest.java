package dev.mainstay.internal.sessions;

import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.Mainstay;
import dev.mainstay.events.Event;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.testing.Steps;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TouchesTest {
  private static final Duration IDLE = Duration.ofMinutes(40);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Steps steps = new Steps(MemoryEngine.on(clock));
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Mainstay mainstay = Mainstay.on(steps, events::add);
  private final Sessions sessions = mainstay.sessions("web", SessionPolicy.idle(IDLE));
  private final String token = sessions.start("ada", Attributes.none()).token();

  @AfterEach
  void close() {
    mainstay.close();
  }

  @Test
  void twentyFindsOverHalfTheIdleTimeCostAtMostTwoTouches() {
    findEvery(IDLE.dividedBy(40), 20);
    assertThat(touches()).isBetween(1, 2);
  }

  @Test
  void aBusySessionCostsFourTouchesInAnIdleTime() {
    findEvery(IDLE.dividedBy(1000), 1000);
    assertThat(touches()).isBetween(3, 4);
  }

  @Test
  void usesWithinATenthAreNotWorthANote() {
    findEvery(IDLE.dividedBy(10).minusMillis(1), 1);
    mainstay.close();
    assertThat(touches()).isZero();
  }

  @Test
  void aNoteThatWaitsIsSentAtTheQuarterWithoutAnotherUse() {
    findEvery(IDLE.dividedBy(10), 1);
    assertThat(touches()).isZero();
    clock.advance(IDLE.dividedBy(4));
    await().atMost(Duration.ofSeconds(5)).until(() -> touches() == 1);
  }

  @Test
  void aNoteThatWaitsIsSentAtTheEnd() {
    findEvery(IDLE.dividedBy(10), 1);
    mainstay.close();
    assertThat(touches()).isEqualTo(1);
  }

  @Test
  void aSessionInUseOutlivesItsIdleTimeByFar() {
    findEvery(IDLE.dividedBy(5), 50);
    assertThat(sessions.find(token).isLive()).isTrue();
  }

  @Test
  void aShortIdleTimeDoesNotWaitForATick() {
    Sessions quick = sessions.with(SessionPolicy.idle(Duration.ofMillis(100)));
    String brief = quick.start("bob", Attributes.none()).token();
    for (int i = 0; i < 20; i++) {
      clock.advance(Duration.ofMillis(50));
      assertThat(quick.find(brief).isLive()).isTrue();
    }
  }

  @Test
  void aRefusedTouchIsToldSidewaysAndTheFindGoesOn() {
    steps.fail("touch");
    findEvery(IDLE.dividedBy(4), 1);
    assertThat(events).contains(new Event.TouchRefused("unavailable"));
  }

  @Test
  void aStoreThatThrowsStopsNeitherTheFindNorTheNotesToCome() {
    steps.blowUp("touch");
    findEvery(IDLE.dividedBy(4), 1);
    for (int round = 1; round <= 2; round++) {
      String other = sessions.start("bob", Attributes.none()).token();
      int sent = touches();
      clock.advance(IDLE.dividedBy(9));
      assertThat(sessions.find(other).isLive()).isTrue();
      clock.advance(IDLE.dividedBy(4));
      await().atMost(Duration.ofSeconds(5)).until(() -> touches() > sent);
    }
  }

  private void findEvery(Duration step, int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(step);
      assertThat(sessions.find(token).isLive()).isTrue();
    }
  }

  private int touches() {
    return frequency(steps.asked(), "touch");
  }
}
