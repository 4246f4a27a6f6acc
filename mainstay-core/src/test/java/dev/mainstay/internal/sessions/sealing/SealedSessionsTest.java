package dev.mainstay.internal.sessions.sealing;

import static dev.mainstay.sessions.Attributes.attributes;
import static dev.mainstay.sessions.Change.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.events.Event;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Updated;
import dev.mainstay.sessions.WhenUnreadable;
import dev.mainstay.testing.Keys;
import dev.mainstay.testing.Steps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions with encryption, beside the same sessions as the store has them. */
class SealedSessionsTest {
  private static final Gone REVOKED = new Gone(Gone.Reason.REVOKED);
  private static final Encryption K1 = Encryption.with("k1", Keys.of(1));
  private static final Encryption K2 = Encryption.with("k2", Keys.of(2));

  private final MemoryEngine engine = MemoryEngine.create();
  private final Steps steps = new Steps(engine);
  private final List<Event> rejected = Collections.synchronizedList(new ArrayList<>());
  private final Mainstay mainstay = Mainstay.on(steps, this::hear);
  private final Mainstay unseen = Mainstay.on(engine);
  private final Sessions stored = unseen.sessions("web", SessionPolicy.DEFAULT);
  private final Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT).encrypted(K1);

  private void hear(Event event) {
    if (event instanceof Event.PayloadRejected) {
      rejected.add(event);
    }
  }

  @AfterEach
  void close() {
    mainstay.close();
    unseen.close();
  }

  @Test
  void nothingOfAnAttributeIsLegibleInTheStore() {
    String token = sessions.start("ada", attributes("cart", "tea")).token();
    sessions.update(
        token,
        change().set("theme", "dark").putIfAbsent("lang", "en").increment("n", 7).append("l", 8));
    assertThat(live(stored, token).attributes().asMap().values())
        .hasSize(5)
        .allMatch(value -> value.json().matches("\"mse1\\.k1\\.[\\w-]{50,}\""));
    Attributes clear = live(sessions, token).attributes();
    assertThat(clear.names()).containsExactly("cart", "theme", "lang", "n", "l");
    assertThat(clear.json("n")).contains("7");
    assertThat(clear.json("l")).contains("[8]");
    assertThat(clear.version("n")).isEqualTo(2);
  }

  @Test
  void keyRotationLogsOutNobody() {
    Encryption first = K1.whenUnreadable(WhenUnreadable.END);
    Encryption second = first.alsoReads("k2", Keys.of(2));
    Encryption third = K2.whenUnreadable(WhenUnreadable.END).alsoReads("k1", Keys.of(1));
    Encryption last = K2.whenUnreadable(WhenUnreadable.END);
    List<String> tokens = new ArrayList<>();
    // Each step reaches one replica after the other: both write, and both must read all.
    for (var rolling : List.of(List.of(first, second), List.of(second, third))) {
      for (Encryption each : rolling) {
        tokens.add(
            sessions
                .encrypted(each)
                .start(SessionStart.of("user " + tokens.size()).attributes(attributes("cart", 1)))
                .token());
        for (String token : tokens) {
          for (Encryption other : rolling) {
            assertThat(sessions.encrypted(other).find(token).isLive()).isTrue();
            assertThat(sessions.encrypted(other).update(token, change().increment("cart", 1)))
                .isInstanceOf(Updated.Done.class);
          }
        }
      }
    }
    assertThat(rejected).isEmpty();
    // What was written since is under the new key; the old one is missed by what was not.
    Sessions rotated = sessions.encrypted(third);
    String untouched = sessions.encrypted(second).start("old", attributes("cart", 1)).token();
    tokens.forEach(token -> rotated.update(token, change().increment("cart", 1)));
    assertThat(tokens).allMatch(token -> sessions.encrypted(last).find(token).isLive());
    assertThat(rotated.find(untouched).isLive()).isTrue();
    assertThat(sessions.encrypted(last).find(untouched)).isEqualTo(REVOKED);
    assertThat(rejected).containsExactly(new Event.PayloadRejected("attribute"));
  }

  @Test
  void whatCannotBeReadIsAbsentAndTold() {
    String token = sessions.start("ada", attributes("cart", 1).with("lang", "en")).token();
    stored.update(token, change().setJson("cart", "\"mse1.k1.broken\""));
    Session session = live(sessions, token);
    assertThat(session.attributes().names()).containsExactly("lang");
    assertThat(rejected).containsExactly(new Event.PayloadRejected("attribute"));
  }

  @Test
  void whatCannotBeReadIsWrittenAnew() {
    for (var change :
        List.of(
            change().set("cart", 5),
            change().putIfAbsent("cart", 5),
            change().increment("cart", 5),
            change().set("cart", 5).ifVersion("cart", 0),
            change().increment("cart", 5).ifVersion("cart", 0),
            change().putIfAbsent("cart", 5).set("other", 1).ifVersion("cart", 0))) {
      String token = broken();
      assertThat(sessions.update(token, change))
          .as("%s", change.ops())
          .isInstanceOf(Updated.Done.class);
      assertThat(live(sessions, token).attributes().json("cart")).contains("5");
    }
    String token = broken();
    assertThat(sessions.update(token, change().append("cart", 5).remove("lang")))
        .isInstanceOf(Updated.Done.class);
    assertThat(live(sessions, token).attributes().json("cart")).contains("[5]");
    assertThat(sessions.update(broken(), change().increment("n", 1).ifVersion("cart", 2)))
        .isEqualTo(new Updated.Conflict(Map.of("cart", 0L)));
  }

  private String broken() {
    String token = sessions.start("ada", attributes("cart", 1).with("lang", "en")).token();
    stored.update(token, change().set("cart", "nonsense"));
    return token;
  }

  @Test
  void whatCannotBeReadEndsTheSessionWhereThePolicySaysSo() {
    Sessions strict = sessions.encrypted(K1.whenUnreadable(WhenUnreadable.END));
    assertThat(strict.find(foreign())).isEqualTo(REVOKED);
    assertThat(strict.rotate(foreign(), Rotation.periodic())).isEqualTo(REVOKED);
    assertThat(strict.rotate(foreign(), Rotation.login("bob"))).isEqualTo(REVOKED);
    assertThat(strict.update(foreign(), change().set("a", 1))).isEqualTo(REVOKED);
    assertThat(strict.update(foreign(), change().increment("n", 1))).isEqualTo(REVOKED);
    assertThat(stored.list("ada")).isEmpty();
    assertThat(stored.list("bob")).isEmpty();
    // A revocation that fails lets nobody in.
    String token = foreign();
    steps.fail("revoke");
    assertThat(strict.find(token)).isEqualTo(REVOKED);
    assertThat(stored.list("ada")).hasSize(1);
  }

  /** A session whose one attribute was sealed by a key that is gone. */
  private String foreign() {
    return sessions.encrypted(K2).start("ada", attributes("cart", 1)).token();
  }

  @Test
  void aValueThatWasMovedIsNotRead() {
    Sessions api = mainstay.sessions("api", SessionPolicy.DEFAULT).encrypted(K1);
    String ada = sessions.start("ada", attributes("role", "user").with("name", "ada")).token();
    String eve = sessions.start("eve", attributes("role", "admin")).token();
    String other = api.start("ada", attributes("role", "admin")).token();
    Sessions storedApi = unseen.sessions("api", SessionPolicy.DEFAULT);
    for (String moved :
        List.of(
            json(stored, eve, "role"), json(storedApi, other, "role"), json(stored, ada, "name"))) {
      stored.update(ada, change().setJson("role", moved));
      assertThat(live(sessions, ada).attributes().names()).containsExactly("name");
    }
  }

  @Test
  void aLoginBindsAttributesToTheNewSession() {
    String anonymous =
        sessions.start(SessionStart.anonymous().attributes(attributes("cart", 3))).token();
    Rotated rotated = sessions.rotate(anonymous, Rotation.login("ada"));
    String token = ((Rotated.Renewed) rotated).token();
    assertThat(live(sessions, token).attributes().json("cart")).contains("3");
    assertThat(rejected).isEmpty();
  }

  @Test
  void plainSessionsAreReadWhileItIsToldSoAndSealedWhenTheyAreWritten() {
    String token = stored.start("ada", attributes("n", 1).with("lang", "en")).token();
    assertThat(live(sessions, token).attributes().names()).isEmpty();
    Sessions migrating = sessions.encrypted(K1.readsPlain());
    assertThat(live(migrating, token).attributes().json("lang")).contains("\"en\"");
    migrating.update(token, change().increment("n", 1));
    assertThat(live(sessions, token).attributes().names()).containsExactly("n");
    assertThat(live(sessions, token).attributes().json("n")).contains("2");
  }

  @Test
  void anotherPolicyKeepsTheEncryption() {
    String token =
        sessions.with(SessionPolicy.DEFAULT.named("b")).start("ada", attributes("a", 1)).token();
    assertThat(json(stored, token, "a")).startsWith("\"mse1.k1.");
  }

  @Test
  void onlyWhatNeedsAnOldValueCostsMoreThanOneTrip() {
    String token = sessions.start("ada", attributes("n", 1)).token();
    steps.asked().clear();
    sessions.update(token, change().set("a", 1).remove("b").putIfAbsent("n", 1).ifVersion("n", 1));
    assertThat(steps.asked()).containsExactly("update");
    steps.asked().clear();
    sessions.update(token, change().increment("n", 1).append("list", 1));
    assertThat(steps.asked()).containsExactly("find", "update");
    steps.asked().clear();
    assertThatThrownBy(() -> sessions.update(token, change().append("n", 1)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("append: attribute 'n' is not an array; set it to one first");
    assertThat(steps.asked()).containsExactly("find", "update");
  }

  @Test
  void whoeverComesSecondTriesAgainAndAtLastGivesUp() {
    String token = sessions.start("ada", attributes("n", 1)).token();
    Sessions other = unseen.sessions("web", SessionPolicy.DEFAULT).encrypted(K1);
    int[] left = {3};
    steps.before(
        "update", () -> other.update(token, change().increment(left[0]-- > 0 ? "n" : "m", 1)));
    steps.asked().clear();
    assertThat(sessions.update(token, change().increment("n", 10)))
        .isInstanceOf(Updated.Done.class);
    assertThat(steps.asked()).hasSize(2 * 4);
    assertThat(live(sessions, token).attributes().json("n")).contains("14");

    left[0] = Integer.MAX_VALUE;
    steps.asked().clear();
    Updated updated = sessions.update(token, change().increment("n", 10).set("a", 1));
    assertThat(steps.asked()).hasSize(2 * 16);
    Attributes now = live(stored, token).attributes();
    assertThat(updated).isEqualTo(new Updated.Conflict(Map.of("n", now.version("n"))));
    assertThat(now.names()).doesNotContain("a");
  }

  @Test
  void aConflictOfTheCallersIsOneAtOnce() {
    String token = sessions.start("ada", attributes("n", 1).with("own", 1)).token();
    var change = change().increment("n", 1).ifVersion("own", 1).ifVersion("new", 0);
    steps.before("update", () -> stored.update(token, change().set("own", 2)));
    steps.asked().clear();
    assertThat(sessions.update(token, change))
        .isEqualTo(new Updated.Conflict(Map.of("own", 2L, "new", 0L)));
    assertThat(steps.asked()).containsExactly("find", "update");
  }

  @Test
  void aStoreThatFailsIsToldAsItIs() {
    String token = sessions.start("ada", attributes("n", 1)).token();
    steps.fail("update");
    assertThatThrownBy(() -> sessions.update(token, change().increment("n", 1)))
        .isInstanceOf(StoreUnavailableException.class);
    steps.fail("find");
    assertThatThrownBy(() -> sessions.update(token, change().increment("n", 1)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private static Session live(Sessions sessions, String token) {
    Found found = sessions.find(token);
    assertThat(found).isInstanceOf(Found.Live.class);
    return ((Found.Live) found).session();
  }

  private static String json(Sessions sessions, String token, String name) {
    return live(sessions, token).attributes().json(name).orElseThrow();
  }
}
