package dev.mainstay.tck.sessions;

import static dev.mainstay.tck.sessions.SessionCase.attributes;
import static dev.mainstay.tck.sessions.SessionCase.await;
import static dev.mainstay.tck.sessions.SessionCase.credential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionStore.Creation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the contract says of {@code start}. */
public interface StartSentences extends SessionCase {
  /** Two sessions a user, the third is refused. */
  SessionPolicy TWO = POLICY.limit(2).whenFull(WhenFull.REJECT);

  /** Names that a store could mix up. */
  List<String> NASTY =
      List.of(
          "a:b",
          "a",
          "b",
          "{",
          "}",
          "{a}",
          "*",
          "%",
          "%3A",
          "\u0000",
          " ",
          "\n",
          "User1",
          "user1",
          "\uD83D\uDE00",
          "\u00e9",
          "e\u0301",
          "x".repeat(512),
          "u:a",
          ":",
          "\u007f",
          "~");

  @Test
  default void startsASession() {
    Credential credential = credential("web", "ada");
    SessionStart start = new SessionStart("ada", "phone", attributes(Map.of("a", "1")));
    Creation created = await(store().start(new NewSession(credential, start, POLICY, null)));
    Instant now = Instant.ofEpochMilli(held().now());
    Session session =
        new Session(
            credential.key().id(),
            "ada",
            "phone",
            "tck",
            Attributes.stored(Map.of("a", new Attribute("1", 1))),
            now,
            now,
            POLICY.idle(),
            now.plus(POLICY.lifetime()));
    assertThat(created).isEqualTo(new Creation.Created(session));
    assertThat(live(credential)).isEqualTo(session);
  }

  @Test
  default void itsAttributesGetVersionOne() {
    Credential ada = started("ada", Map.of("a", "1", "b", "\"two\""));
    assertThat(live(ada).attributes().asMap().values())
        .hasSize(2)
        .allMatch(attribute -> attribute.version() == 1);
  }

  @Test
  default void whereTheUserHasAsManyAsThePolicyAllowsItIsRefused() {
    Credential first = started("web", "ada", TWO);
    Credential second = started("web", "ada", TWO);
    Credential third = credential("web", "ada");
    assertThat(tryStart(third, "ada", TWO)).isEqualTo(new Creation.AtLimit(2));
    assertThat(found(third)).as("nothing was written").isEqualTo(Gone.UNKNOWN);
    assertThat(ids("ada")).containsExactlyInAnyOrder(first.key().id(), second.key().id());
  }

  @Test
  default void onlyLiveSessionsCount() {
    Credential first = started("web", "ada", TWO);
    started("web", "ada", TWO);
    await(store().revoke(new Revocation.One(first)));
    started("web", "ada", TWO);
    held().advance(IDLE + 1);
    started("web", "ada", TWO);
    started("web", "ada", TWO);
    await(store().revoke(new Revocation.Namespace("web")));
    started("web", "ada", TWO);
    started("web", "ada", TWO);
    assertThat(tryStart(credential("web", "ada"), "ada", TWO)).isInstanceOf(Creation.AtLimit.class);
  }

  @Test
  default void theSessionItReplacesIsLeftOut() {
    Credential first = started("web", "ada", TWO);
    started("web", "ada", TWO);
    Credential third = credential("web", "ada");
    NewSession replacing = new NewSession(third, SessionStart.of("ada"), TWO, first.key().id());
    assertThat(await(store().start(replacing))).isInstanceOf(Creation.Created.class);
    assertThat(found(first).isLive()).as("its end is the caller's affair").isTrue();
  }

  @Test
  default void thoseCreatedFirstEndAsRevokedUntilThereIsRoom() {
    List<Credential> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(started("web", "ada", POLICY));
      held().advance(1);
    }
    Credential last = started("web", "ada", POLICY.limit(2));
    for (int i = 0; i < 3; i++) {
      assertThat(found(all.get(i))).isEqualTo(REVOKED);
    }
    assertThat(ids("ada")).containsExactly(all.get(3).key().id(), last.key().id());
  }

  @Test
  default void ofThoseCreatedAtOnceTheFirstByIdEnds() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(started("web", "ada", POLICY).key().id());
    }
    ids.sort(null);
    held().advance(1);
    String last = started("web", "ada", POLICY.limit(4)).key().id();
    List<String> left = new ArrayList<>(ids.subList(5, 8));
    left.add(last);
    assertThat(ids("ada")).isEqualTo(left);
  }

  @Test
  default void isOneAtomicStep() {
    List<CompletionStage<Creation>> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      NewSession start =
          new NewSession(credential("web", "ada"), SessionStart.of("ada"), TWO, null);
      var engine = i % 2 == 0 ? held().engine() : held().another();
      stages.add(engine.sessions().start(start));
    }
    long created =
        stages.stream().filter(stage -> await(stage) instanceof Creation.Created).count();
    assertThat(created).isEqualTo(2);
    assertThat(ids("ada")).hasSize(2);
  }

  @Test
  default void nobodyHasNoLimit() {
    SessionPolicy one = POLICY.limit(1);
    Credential first = started("web", null, one);
    Credential second = started("web", null, one);
    assertThat(live(first).user()).isNull();
    assertThat(found(second).isLive()).isTrue();
  }

  @Test
  default void noTwoNamesAreOne() {
    SessionPolicy one = POLICY.limit(1);
    List<Credential> all = new ArrayList<>();
    for (String name : NASTY) {
      all.add(started("web", name, one));
      all.add(started(name, "ada", one));
    }
    for (int i = 0; i < NASTY.size(); i++) {
      String name = NASTY.get(i);
      assertThat(live(all.get(2 * i)).user()).isEqualTo(name);
      assertThat(found(all.get(2 * i + 1)).isLive()).isTrue();
      assertThat(await(store().list("web", name, Duration.ZERO))).hasSize(1);
      assertThat(await(store().list(name, "ada", Duration.ZERO))).hasSize(1);
    }
  }

  private List<String> ids(String user) {
    return await(store().list("web", user, Duration.ZERO)).stream().map(SessionInfo::id).toList();
  }
}
