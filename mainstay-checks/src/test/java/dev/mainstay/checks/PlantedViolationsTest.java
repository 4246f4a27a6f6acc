package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.mainstay.checks.planted.Root;
import dev.mainstay.checks.planted.bench.Load;
import dev.mainstay.checks.planted.chaos.StrikesInside;
import dev.mainstay.checks.planted.embedded.HasACommandLine;
import dev.mainstay.checks.planted.events.There;
import dev.mainstay.checks.planted.http.Cookie;
import dev.mainstay.checks.planted.http.SeesTheWaist;
import dev.mainstay.checks.planted.http.SpeaksJackson;
import dev.mainstay.checks.planted.internal.sessions.Machine;
import dev.mainstay.checks.planted.internal.sessions.ReadsLimitsInside;
import dev.mainstay.checks.planted.limits.Permit;
import dev.mainstay.checks.planted.memory.UsesJackson;
import dev.mainstay.checks.planted.redis.AnswersHttp;
import dev.mainstay.checks.planted.redis.RedisEngine;
import dev.mainstay.checks.planted.redis.ServesServlets;
import dev.mainstay.checks.planted.redis.internal.keys.Keys;
import dev.mainstay.checks.planted.redis.internal.link.Link;
import dev.mainstay.checks.planted.redis.internal.sessions.KnowsItsAssembler;
import dev.mainstay.checks.planted.redis.internal.sessions.TalksToTheDriver;
import dev.mainstay.checks.planted.server.Asserts;
import dev.mainstay.checks.planted.server.RunsTheBench;
import dev.mainstay.checks.planted.server.SpellsKeys;
import dev.mainstay.checks.planted.sessions.AssemblesInternal;
import dev.mainstay.checks.planted.sessions.ReadsALimit;
import dev.mainstay.checks.planted.spi.KnowsTheRoot;
import dev.mainstay.checks.planted.spi.Store;
import dev.mainstay.checks.planted.time.Here;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Shows that each rule of the {@link Architecture} can fail. */
class PlantedViolationsTest {
  private static final Map<String, ArchRule> RULES =
      new Architecture("dev.mainstay.checks.planted").rules();

  private record Planted(String rule, Class<?> culprit, List<Class<?>> others) {
    Planted(String rule, Class<?> culprit, Class<?>... others) {
      this(rule, culprit, List.of(others));
    }

    JavaClasses classes() {
      List<Class<?>> all = new ArrayList<>(others);
      all.add(culprit);
      return new ClassFileImporter().importClasses(all);
    }
  }

  private static final List<Planted> PLANTED =
      List.of(
          new Planted("capabilities never import each other", ReadsALimit.class, Permit.class),
          new Planted(
              "capabilities never import each other", ReadsLimitsInside.class, Permit.class),
          new Planted("edges see neither spi nor internal", SeesTheWaist.class, Store.class),
          new Planted("edges see neither spi nor internal", SpellsKeys.class, Keys.class),
          new Planted("only the root assembles internal", AssemblesInternal.class, Machine.class),
          new Planted("only redis sees redis.internal", SpellsKeys.class, Keys.class),
          new Planted("core stands on the JDK and JSpecify", UsesJackson.class),
          new Planted("the waist knows no engine and no root", KnowsTheRoot.class, Root.class),
          new Planted("data flows from the edge to the store", AnswersHttp.class, Cookie.class),
          new Planted("nothing depends on the contract or the bench", RunsTheBench.class),
          new Planted(
              "the harness stands on the surface of core", StrikesInside.class, Machine.class),
          new Planted("no cycles between packages", Here.class, There.class),
          new Planted("no cycles between packages", KnowsItsAssembler.class, RedisEngine.class),
          new Planted("Lettuce stay at home", TalksToTheDriver.class),
          new Planted("Jackson stay at home", SpeaksJackson.class),
          new Planted("Vert.x, picocli and Micrometer stay at home", HasACommandLine.class),
          new Planted("the servlet API stay at home", ServesServlets.class),
          new Planted("JUnit and AssertJ stay at home", Asserts.class));

  @TestFactory
  Stream<DynamicTest> isCaught() {
    return PLANTED.stream()
        .map(
            planted ->
                DynamicTest.dynamicTest(
                    planted.culprit().getSimpleName() + ": " + planted.rule(),
                    () -> assertCaught(planted)));
  }

  private static void assertCaught(Planted planted) {
    var result = RULES.get(planted.rule()).evaluate(planted.classes());
    assertThat(result.hasViolation()).isTrue();
    assertThat(result.getFailureReport().toString()).contains(planted.culprit().getSimpleName());
  }

  @Test
  void everyRuleIsShownToFail() {
    assertThat(PLANTED).extracting(Planted::rule).containsAll(RULES.keySet());
  }

  @Test
  void theInnocentPass() {
    JavaClasses innocent =
        new ClassFileImporter()
            .importClasses(
                Root.class,
                Machine.class,
                Store.class,
                Keys.class,
                Link.class,
                Load.class,
                Cookie.class,
                Permit.class);
    RULES.values().forEach(rule -> rule.check(innocent));
  }
}
