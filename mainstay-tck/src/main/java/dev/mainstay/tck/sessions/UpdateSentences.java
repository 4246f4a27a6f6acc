package dev.mainstay.tck.sessions;

import static dev.mainstay.sessions.Change.change;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code update}. */
public interface UpdateSentences extends SessionCase {
  @Test
  default void changesAttributesOfTheLiveSession() {
    Credential ada = started("ada", Map.of("old", "1", "n", "5", "list", "[1]", "there", "true"));
    Change all =
        change()
            .setJson("new", "\"x\"")
            .remove("old")
            .increment("n", -7)
            .increment("zero", 0)
            .appendJson("list", "{\"a\":2}")
            .appendJson("fresh", "null")
            .putIfAbsent("there", false);
    Session session = done(ada, all);
    assertThat(session.attributes().asMap())
        .containsOnly(
            Map.entry("new", new Attribute("\"x\"", 2)),
            Map.entry("n", new Attribute("-2", 2)),
            Map.entry("zero", new Attribute("0", 2)),
            Map.entry("list", new Attribute("[1,{\"a\":2}]", 2)),
            Map.entry("fresh", new Attribute("[null]", 2)),
            Map.entry("there", new Attribute("true", 1)));
    assertThat(live(ada)).isEqualTo(session);
  }

  @Test
  default void changesAllOrNothing() {
    Credential ada = started("ada", Map.of("text", "\"x\"", "kept", "1"));
    held().advance(IDLE / 2);
    assertRefused(
        ada, change().setJson("a", "1").remove("kept").increment("n", 1).increment("text", 1));
    assertRefused(ada, change().appendJson("list", "1").remove("kept").appendJson("text", "1"));
  }

  @Test
  default void updateNotesItsUse() {
    Credential ada = started("ada");
    held().advance(IDLE);
    assertThat(done(ada, change().increment("n", 1)).lastSeenAt().toEpochMilli())
        .isEqualTo(held().now());
    held().advance(IDLE);
    assertThat(found(ada).isLive()).isTrue();
  }

  @Test
  default void eachThatIsWrittenGetsTheNextVersion() {
    Credential ada = started("ada", Map.of("a", "1"));
    assertThat(done(ada, change().setJson("b", "1").setJson("a", "1")).attributes().version("a"))
        .isEqualTo(2);
    assertThat(done(ada, change().setJson("b", "1")).attributes().version("b")).isEqualTo(3);
    assertThat(attribute(ada, "a")).isEqualTo(new Attribute("1", 2));
  }

  @Test
  default void aVersionIsHigherThanAnyBefore() {
    Credential ada = started("ada", Map.of("a", "1"));
    done(ada, change().setJson("a", "2"));
    done(ada, change().remove("a"));
    assertThat(done(ada, change().setJson("a", "3")).attributes().version("a")).isEqualTo(4);
  }

  @Test
  default void removingWhatIsNotThereAndPuttingWhatIsThereWriteNothing() {
    Credential ada = started("ada", Map.of("a", "1"));
    Session before = live(ada);
    assertThat(done(ada, change().remove("b").putIfAbsent("a", 2))).isEqualTo(before);
    assertThat(done(ada, change().setJson("c", "1")).attributes().version("c")).isEqualTo(2);
  }

  @Test
  default void whereAnExpectedVersionDiffersTheAnswerIsAConflict() {
    Credential ada = started("ada", Map.of("a", "1", "b", "1"));
    Session before = live(ada);
    Change stale = change().setJson("a", "2").ifVersion("a", 9).ifVersion("b", 1).ifVersion("c", 0);
    Updated conflict = new Updated.Conflict(Map.of("a", 1L, "b", 1L, "c", 0L));
    assertThat(await(store().update(ada, stale))).isEqualTo(conflict);
    assertThat(await(store().update(ada, change().remove("a").ifVersion("b", 0))))
        .isEqualTo(new Updated.Conflict(Map.of("b", 1L)));
    assertThat(live(ada)).isEqualTo(before);
    Change right = change().setJson("a", "2").ifVersion("a", 1).ifVersion("c", 0);
    assertThat(done(ada, right).attributes().version("a")).isEqualTo(2);
  }

  @Test
  default void ofManyThatExpectOneVersionOneIsDone() {
    Credential ada = started("ada", Map.of("a", "0"));
    List<CompletionStage<Updated>> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var engine = i % 2 == 0 ? held().engine() : held().another();
      Change set = change().setJson("a", Integer.toString(i)).ifVersion("a", 1);
      stages.add(engine.sessions().update(ada, set));
    }
    assertThat(stages.stream().filter(stage -> await(stage) instanceof Updated.Done)).hasSize(1);
  }

  @Test
  default void nobodysWriteIsLost() {
    Credential ada = started("ada");
    List<CompletionStage<Updated>> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var engine = i % 2 == 0 ? held().engine() : held().another();
      Change both = change().increment("n", 1).setJson("own" + i, "1");
      stages.add(engine.sessions().update(ada, both));
    }
    stages.forEach(stage -> assertThat(await(stage)).isInstanceOf(Updated.Done.class));
    assertThat(live(ada).attributes().json("n")).contains("20");
    assertThat(live(ada).attributes().names()).hasSize(21);
  }

  @Test
  default void whereAnAttributeIsNotOfTheKindTheStageFails() {
    for (String json : List.of("\"1\"", "1.5", "1e3", "true", "null", "{}", "[1]")) {
      Credential ada = started("ada", Map.of("a", json));
      assertRefused(ada, change().setJson("b", "1").increment("a", 1));
    }
    for (String json : List.of("\"[]\"", "1", "true", "null", "{}")) {
      Credential ada = started("ada", Map.of("a", json));
      assertRefused(ada, change().setJson("b", "1").appendJson("a", "1"));
    }
  }

  @Test
  default void whereABoundWouldBePassedTheStageFails() {
    long most = SessionBounds.INTEGER;
    Credential ada = started("ada", Map.of("n", Long.toString(most), "huge", "9999999999999999"));
    assertRefused(ada, change().increment("n", 1));
    assertRefused(ada, change().increment("huge", -most));
    assertThat(done(ada, change().increment("n", -1)).attributes().json("n"))
        .contains(Long.toString(most - 1));
    assertThat(done(ada, change().increment("n", 1)).attributes().json("n"))
        .contains(Long.toString(most));

    int bytes = SessionBounds.ATTRIBUTE_BYTES;
    done(ada, change().setJson("list", "[\"" + "x".repeat(bytes - 5) + "\"]"));
    assertRefused(ada, change().appendJson("list", "1"));

    Change many = change();
    for (int i = 0; i < SessionBounds.ATTRIBUTES - 3; i++) {
      many = many.setJson("a" + i, "1");
    }
    done(ada, many);
    assertRefused(ada, change().setJson("one more", "1"));
    done(ada, change().setJson("one more", "1").remove("list"));
  }

  @Test
  default void aSessionThatIsClaimedCountsAsRevoked() {
    Credential ada = started("ada");
    claimed(ada, "c", 5_000);
    assertThat(await(store().update(ada, change().increment("n", 1)))).isEqualTo(REVOKED);
    assertThat(attribute(ada, "n")).isNull();
  }

  @Test
  default void aHashWithinItsGraceChangesToo() {
    Credential old = started("ada");
    turned(old, 10_000);
    assertThat(done(old, change().increment("n", 1)).attributes().version("n")).isEqualTo(2);
  }

  private Session done(Credential credential, Change change) {
    Updated updated = await(store().update(credential, change));
    assertThat(updated).isInstanceOf(Updated.Done.class);
    return ((Updated.Done) updated).session();
  }

  private void assertRefused(Credential credential, Change change) {
    Session before = live(credential);
    assertThatThrownBy(() -> await(store().update(credential, change)))
        .isInstanceOf(InvalidValueException.class);
    assertThat(live(credential)).isEqualTo(before);
  }
}
