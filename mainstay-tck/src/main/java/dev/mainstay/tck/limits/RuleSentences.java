package dev.mainstay.tck.limits;

import static dev.mainstay.tck.sessions.SessionCase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.spi.Catalogue;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.RuleRecord;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the contract says of rules and of processes. */
public interface RuleSentences extends LimitCase {
  @Test
  default void whereThereNeverWasARuleTheVersionIsZero() {
    assertThat(catalogue("web", -1)).contains(new Catalogue(0, List.of()));
    assertThat(catalogue("web", 0)).isEmpty();
  }

  @Test
  default void theRulesAreThoseThatWerePut() {
    List<RuleRecord> rules = new ArrayList<>();
    RULES.forEach(limit -> rules.add(rule(limit.algorithm().spelled(), null, limit)));
    Limit quota = Limit.quota(9, CalendarWindow.Unit.MONTH, ZoneId.of("Europe/Berlin"));
    Limit marked = quota.within("the é org").onSilence(OnSilence.REFUSE).mode(Mode.SHADOW);
    rules.add(rule("q:u {o} ta", null, marked.revision(3)));
    rules.add(rule("q:u {o} ta", "ad:é", quota));
    publish("web", 0, rules, List.of());
    Catalogue found = catalogue("web", 0).orElseThrow();
    assertThat(found.version()).isEqualTo(1);
    assertThat(found.rules()).containsExactlyInAnyOrderElementsOf(rules);
    assertThat(catalogue("shop", -1)).contains(new Catalogue(0, List.of()));
  }

  @Test
  default void theCatalogueIsEmptyWhereItIsOfTheKnownVersion() {
    publish("web", 0, List.of(rule("a", null, HELD)), List.of());
    assertThat(catalogue("web", 1)).isEmpty();
    assertThat(catalogue("web", 2)).isPresent();
  }

  @Test
  default void publishingPutsAndDropsRulesSoThatTheVersionIsOneHigher() {
    RuleRecord all = rule("a", null, HELD);
    RuleRecord own = rule("a", "ada", HELD);
    publish("web", 0, List.of(all, own), List.of());
    RuleRecord changed = rule("a", null, HELD.withPermits(7));
    assertThat(publish("web", 1, List.of(changed), List.of(own))).isTrue();
    assertThat(catalogue("web", 1)).contains(new Catalogue(2, List.of(changed)));
    assertThat(publish("web", 2, List.of(), List.of(changed))).isTrue();
    assertThat(catalogue("web", 2)).contains(new Catalogue(3, List.of()));
  }

  @Test
  default void publishingOnAnotherVersionDoesNothing() {
    RuleRecord rule = rule("a", null, HELD);
    assertThat(publish("web", 1, List.of(rule), List.of())).isFalse();
    assertThat(catalogue("web", 0)).isEmpty();
    publish("web", 0, List.of(rule), List.of());
    assertThat(publish("web", 0, List.of(), List.of(rule))).isFalse();
    assertThat(catalogue("web", 0)).contains(new Catalogue(1, List.of(rule)));
  }

  @Test
  default void ofThoseWhoPublishOnOneVersionOneDoes() {
    List<CompletionStage<Boolean>> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      LimitStore store = i % 2 == 0 ? limits() : held().another().limits();
      asked.add(store.publish("web", 0, List.of(rule("rule " + i, null, HELD)), List.of()));
    }
    assertThat(asked.stream().filter(one -> await(one)).count()).isEqualTo(1);
    assertThat(catalogue("web", 0).orElseThrow().rules()).hasSize(1);
  }

  @Test
  default void notesThatAProcessLivesAndAnswersHowManyDo() {
    assertThat(living("web", "one")).isEqualTo(1);
    assertThat(living("web", "one")).isEqualTo(1);
    assertThat(living("web", "two")).isEqualTo(2);
    assertThat(living("shop", "three")).isEqualTo(1);
  }

  @Test
  default void aProcessThatIsNotNotedForTenSecondsDoesNotLive() {
    living("web", "one");
    held().advance(9_999);
    assertThat(living("web", "two")).isEqualTo(2);
    held().advance(1);
    assertThat(living("web", "two")).isEqualTo(1);
  }

  private static RuleRecord rule(String name, @Nullable String key, Limit limit) {
    Edition before = new Edition(1, Limit.of(1, PER), Inherit.ADDITIVE);
    return new RuleRecord(name, key, List.of(new Edition(2, limit, Inherit.AS_IS), before));
  }

  private Optional<Catalogue> catalogue(String namespace, long known) {
    return await(limits().catalogue(namespace, known));
  }

  private boolean publish(
      String namespace, long expected, List<RuleRecord> put, List<RuleRecord> drop) {
    return await(limits().publish(namespace, expected, put, drop));
  }

  private int living(String namespace, String process) {
    return await(limits().processes(namespace, process));
  }
}
