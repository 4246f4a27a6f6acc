package dev.mainstay.internal.sessions;

import static dev.mainstay.sessions.Change.change;
import static java.util.Collections.frequency;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.events.Event;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Updated;
import dev.mainstay.testing.Steps;
import dev.mainstay.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is found near asks nobody, and is nothing that somebody ended or changed. */
class NearFindsTest {
  private static final Duration IDLE = Duration.ofMinutes(40);
  private static final SessionPolicy NEAR = SessionPolicy.idle(IDLE).near(100);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final MemoryEngine engine = MemoryEngine.on(clock);
  private final Steps steps = new Steps(engine);
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Mainstay here = Mainstay.on(steps);
  private final Mainstay there = Mainstay.on(engine);
  private final Sessions sessions = here.sessions("web", NEAR);
  private final Sessions elsewhere = there.sessions("web", NEAR);

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private String near(Sessions of) {
    String token = of.start("ada", Attributes.none().with("n", 1)).token();
    assertThat(of.find(token).isLive()).isTrue();
    return token;
  }

  private long finds() {
    return frequency(steps.asked(), "find");
  }

  private void assertAsks(long times, Runnable find) {
    long before = finds();
    find.run();
    assertThat(finds()).isEqualTo(before + times);
  }

  @Test
  void whatWasFoundIsFoundAgainWithoutAsking() {
    String token = near(sessions);
    Found first = sessions.find(token);
    assertAsks(
        0,
        () -> {
          assertThat(sessions.find(token)).isSameAs(first);
          assertThat(sessions.async().find(token).toCompletableFuture().join()).isSameAs(first);
          assertThat(here.sessions("web", NEAR).find(token)).isSameAs(first);
          assertThat(sessions.with(NEAR.named("other")).find(token)).isSameAs(first);
        });
    assertAsks(1, () -> here.sessions("web", SessionPolicy.idle(IDLE)).find(token));
    assertAsks(1, () -> assertThat(here.sessions("api", NEAR).find(token).isLive()).isFalse());
  }

  @Test
  void whatOthersDoIsSeen() {
    List<Runnable> ends = new ArrayList<>();
    String[] token = {""};
    ends.add(() -> elsewhere.revoke(token[0]));
    ends.add(() -> elsewhere.revoke("ada", id(token[0])));
    ends.add(() -> elsewhere.revokeAll("ada"));
    ends.add(() -> elsewhere.revokeOthers("ada", "another"));
    ends.add(elsewhere::revokeEverything);
    ends.add(() -> elsewhere.rotate(token[0], Rotation.privilege()));
    ends.add(() -> elsewhere.rotate(token[0], Rotation.login("bob")));
    for (Runnable end : ends) {
      token[0] = near(sessions);
      end.run();
      assertThat(sessions.find(token[0]).isLive()).isFalse();
      clock.advance(Duration.ofMillis(1));
    }
    token[0] = near(sessions);
    elsewhere.update(token[0], change().set("n", 2));
    assertThat(n(sessions.find(token[0]))).isEqualTo(2);
  }

  private String id(String token) {
    return token.split("\\.", -1)[2];
  }

  private static int n(Found found) {
    return found.live().orElseThrow().attributes().find("n", Integer.class).orElseThrow();
  }

  @Test
  void anotherNamespacesEndIsNone() {
    String token = near(sessions);
    there.sessions("api", NEAR).revokeEverything();
    assertAsks(0, () -> assertThat(sessions.find(token).isLive()).isTrue());
    elsewhere.revokeEverything();
    assertThat(sessions.find(token)).isEqualTo(new Gone(Gone.Reason.REVOKED));
    clock.advance(Duration.ofMillis(1));
    String later = near(sessions);
    assertAsks(0, () -> assertThat(sessions.find(later).isLive()).isTrue());
  }

  @Test
  void nothingThatIsGoneIsKept() {
    String token = near(sessions);
    sessions.revoke(token);
    assertAsks(2, () -> assertGone(token));
    String foreign = Token.issue("web", 7).text();
    assertAsks(2, () -> assertGone(foreign));
  }

  private void assertGone(String token) {
    assertThat(sessions.find(token).isLive()).isFalse();
    assertThat(sessions.find(token).isLive()).isFalse();
  }

  @Test
  void theTokenBeforeIsAskedForWithinItsGrace() {
    String old = near(sessions);
    String next = ((Rotated.Renewed) sessions.rotate(old, Rotation.periodic())).token();
    assertAsks(2, () -> assertFoundTwice(old));
    assertAsks(1, () -> assertFoundTwice(next));
    clock.advance(NEAR.grace().plusMillis(1));
    assertThat(sessions.find(old).isLive()).isFalse();
  }

  private void assertFoundTwice(String token) {
    assertThat(sessions.find(token).isLive()).isTrue();
    assertThat(sessions.find(token).isLive()).isTrue();
  }

  @Test
  void itEndsByTheClockOfTheStore() {
    String token = near(sessions);
    String expiring = near(sessions.with(NEAR.lifetime(IDLE)));
    clock.advance(IDLE.minusMillis(1));
    assertAsks(0, () -> assertThat(sessions.find(expiring).isLive()).isTrue());
    assertThat(sessions.find(token).isLive()).isTrue();
    clock.advance(Duration.ofMillis(2));
    assertThat(sessions.find(expiring)).isEqualTo(new Gone(Gone.Reason.EXPIRED));
    assertThat(sessions.find(token).isLive()).isTrue();
  }

  @Test
  void aSessionInUseStaysInUse() {
    String token = near(sessions);
    int before = touches();
    for (int i = 0; i < 4_000; i++) {
      clock.advance(IDLE.dividedBy(1_000));
      assertThat(sessions.find(token).isLive()).as("find %d", i).isTrue();
    }
    assertThat(touches() - before).isBetween(12, 16);
    assertThat(finds()).isLessThan(60);
    here.close();
    Instant seen = elsewhere.list("ada").get(0).lastSeenAt();
    Duration unnoted = Duration.ofMillis(clock.millis() - seen.toEpochMilli());
    assertThat(unnoted).isLessThanOrEqualTo(IDLE.dividedBy(10));
  }

  private int touches() {
    return frequency(steps.asked(), "touch");
  }

  @Test
  void aStoreThatRefusesTouchesIsNotAskedAtEveryHit() {
    String token = near(sessions);
    steps.fail("touch");
    clock.advance(IDLE.dividedBy(4));
    for (int i = 0; i < 1_000; i++) {
      assertThat(sessions.find(token).isLive()).isTrue();
    }
    assertThat(touches()).isEqualTo(1);
  }

  @Test
  void aFindThatFailsKeepsNothing() {
    String token = near(sessions);
    sessions.update(token, change().set("n", 2));
    steps.fail("find");
    assertThat(sessions.async().find(token).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void attributesAreKeptAsTheyAreRead() {
    Encryption key = Encryption.with("k1", new byte[32]);
    Sessions sealed = sessions.encrypted(key);
    String token = near(sealed);
    assertAsks(0, () -> assertThat(n(sealed.find(token))).isEqualTo(1));
    assertAsks(0, () -> assertThat(n(sessions.encrypted(key).find(token))).isEqualTo(1));
    assertThat(sealed.update(token, change().set("n", 2))).isInstanceOf(Updated.Done.class);
    assertThat(n(sealed.find(token))).isEqualTo(2);
    assertThat(sessions.find(token).live().orElseThrow().attributes().find("n", Integer.class))
        .as("another's is not shared")
        .isEmpty();
  }

  @Test
  void moreThanItKeepsAreAskedForAgain() {
    Sessions few = sessions.with(NEAR.near(10).limit(1_000));
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      tokens.add(near(few));
    }
    long before = finds();
    tokens.forEach(few::find);
    assertThat(finds() - before).isBetween(85L, 100L);
  }

  @Test
  void aListenerHearsOfHitsToo() {
    try (Mainstay heard = Mainstay.on(MemoryEngine.on(clock), events::add)) {
      Sessions loud = heard.sessions("web", NEAR);
      String token = near(loud);
      loud.find(token);
      assertThat(events)
          .filteredOn(Event.OperationEnded.class::isInstance)
          .extracting(event -> ((Event.OperationEnded) event).operation())
          .containsExactly("sessions.start", "sessions.find", "sessions.find");
    }
  }

  @Test
  void whatIsKeptTellsNoToken() {
    String token = near(sessions);
    NearNamespace namespace = new NearNamespace();
    assertThat(Token.parse("web", token)).isNotNull();
    var key = Token.parse("web", token).key();
    NearFinds finds =
        new NearFinds(
            "web",
            NEAR.near().orElseThrow(),
            engine.sessionInvalidations(),
            clock,
            new Touches(engine, event -> {}),
            new Marks());
    assertThat(new NearFind(finds, token, key, namespace, 0).toString())
        .doesNotContain(token.substring(24));
  }
}
