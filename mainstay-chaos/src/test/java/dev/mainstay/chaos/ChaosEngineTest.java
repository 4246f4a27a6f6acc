package dev.mainstay.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each mishap as it is promised, and the same ones again by the same seed. */
class ChaosEngineTest {
  private static final Chaos CALM = Chaos.seed(7);
  private static final Change INCREMENT = Change.change().increment("n", 1);

  private final ChaosEngine engine = ChaosEngine.around(MemoryEngine.create(), CALM);
  private final Mainstay mainstay = Mainstay.on(engine);
  private final Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
  private final String token = sessions.start(SessionStart.of("ada")).token();

  @AfterEach
  void close() {
    mainstay.close();
  }

  @Test
  void withoutChaosAllIsAsItWas() {
    assertThat(sessions.find(token).isLive()).isTrue();
    assertThat(engine.hits()).isEqualTo(new Hits(2, 0, 0, 0, 0));
  }

  @Test
  void aLostReplyIsOfACallThatWasDone() {
    engine.become(CALM.lostReplies(1));
    unavailable(Applied.UNKNOWN, () -> sessions.update(token, INCREMENT));
    unavailable(Applied.UNKNOWN, () -> sessions.find(token));
    assertThat(engine.hits().lostReplies()).isEqualTo(2);
    engine.become(CALM);
    assertThat(counter()).isEqualTo(1);
  }

  @Test
  void aLostRequestIsOfACallThatWasNotDone() {
    engine.become(CALM.lostRequests(1));
    unavailable(Applied.NO, () -> sessions.update(token, INCREMENT));
    assertThat(engine.hits().lostRequests()).isEqualTo(1);
    engine.become(CALM);
    assertThat(counter()).isZero();
  }

  @Test
  void refusalsAreOfWritesOnly() {
    engine.become(CALM.refusals(1));
    assertThatThrownBy(() -> sessions.update(token, INCREMENT))
        .isInstanceOfSatisfying(
            StoreRefusedException.class, it -> assertThat(it.code()).isEqualTo("READONLY"));
    assertThatThrownBy(() -> sessions.revokeAll("ada")).isInstanceOf(StoreRefusedException.class);
    assertThat(sessions.find(token).isLive()).isTrue();
    assertThat(sessions.list("ada")).hasSize(1);
    assertThat(counter()).isZero();
  }

  @Test
  void delaysHoldUpTheAnswer() {
    engine.become(CALM.delays(1, Duration.ofMillis(200)));
    long begin = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertThat(sessions.find(token).isLive()).isTrue();
    }
    assertThat(engine.hits().delayed()).isEqualTo(5);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(100));
  }

  @Test
  void aSeedHitsTheSameCallsAgain() {
    Chaos chaos = CALM.lostReplies(0.3).lostRequests(0.2).refusals(0.1);
    assertThat(outcomes(chaos))
        .isEqualTo(outcomes(chaos))
        .contains("ok", "NO", "UNKNOWN", "REFUSED");
    assertThat(outcomes(Chaos.seed(8).lostReplies(0.3)))
        .isNotEqualTo(outcomes(CALM.lostReplies(0.3)));
  }

  @Test
  void sharesAreAboutWhatTheySay() {
    outcomes(CALM.lostReplies(0.25));
    Hits hits = engine.hits();

    assertThat(hits.calls()).isEqualTo(1_000);
    assertThat(hits.lostReplies()).isBetween(200L, 300L);
  }

  @Test
  void aShareIsWithinItsBounds() {
    assertThatThrownBy(() -> CALM.lostReplies(1.01)).hasMessageContaining("lostReplies: 1.01");
    assertThatThrownBy(() -> CALM.refusals(-0.1)).hasMessageContaining("refusals");
    assertThatThrownBy(() -> CALM.lostRequests(Double.NaN)).hasMessageContaining("lostRequests");
    assertThatThrownBy(() -> CALM.delays(1, Duration.ofMinutes(2))).hasMessageContaining("delay");
  }

  private List<String> outcomes(Chaos chaos) {
    engine.become(chaos);
    List<String> outcomes = new ArrayList<>();
    IntStream.range(0, 1_000).forEach(any -> outcomes.add(outcome()));
    return outcomes;
  }

  private String outcome() {
    try {
      sessions.update(token, INCREMENT);
      return "ok";
    } catch (StoreRefusedException refused) {
      return "REFUSED";
    } catch (StoreUnavailableException away) {
      return away.applied().name();
    }
  }

  private long counter() {
    return sessions
        .find(token)
        .live()
        .flatMap(session -> session.attributes().json("n"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  private static void unavailable(Applied applied, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, it -> assertThat(it.applied()).isEqualTo(applied));
  }
}
