package dev.mainstay.checks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules of the architecture, for a tree of packages under one root: production code under
 * {@code dev.mainstay}, planted violations under a root of their own.
 *
 * <p>A rule may match nothing, since packages are named here before they exist. The bench stands
 * outside: it compares Mainstay with what Mainstay is made of.
 */
final class Architecture {
  private static final List<String> CAPABILITIES =
      List.of("sessions", "limits", "cache", "context");

  private static final String[] CORE = {
    "",
    "time..",
    "codec..",
    "errors..",
    "events..",
    "sessions..",
    "limits..",
    "cache..",
    "context..",
    "near..",
    "spi..",
    "memory..",
    "internal.."
  };

  /** What knows HTTP, a cookie, Spring or a framework of AI. */
  private static final String[] EDGES = {
    "http..", "server..", "spring..", "langchain4j..", "springai.."
  };

  /**
   * The classes that put an engine or a library together from its parts. They stand in the package
   * of the values that the parts are configured with, so a cycle is looked for beside them.
   */
  private static final Set<String> ASSEMBLERS =
      Set.of("Mainstay", "redis.RedisEngine", "redis.CacheSide", "tck.EngineContract");

  private record Library(String name, List<String> packages, List<String> homes) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "Lettuce",
              List.of("io.lettuce.."),
              List.of("redis.internal.link..", "redis.internal.script..")),
          new Library(
              "Jackson",
              List.of("tools.jackson..", "com.fasterxml.."),
              List.of("jackson..", "server..")),
          new Library(
              "Vert.x, picocli and Micrometer",
              List.of("io.vertx..", "picocli..", "io.micrometer..", "io.prometheus.."),
              List.of("server..")),
          new Library(
              "the servlet API", List.of("jakarta.servlet.."), List.of("http..", "spring..")),
          new Library(
              "JUnit and AssertJ", List.of("org.junit..", "org.assertj.."), List.of("tck..")));

  private final String root;

  Architecture(String root) {
    this.root = root;
  }

  /** Every rule by its name. */
  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("capabilities never import each other", capabilitiesStandApart());
    rules.put("edges see neither spi nor internal", edgesSeeTheSurface());
    rules.put("only the root assembles internal", internalIsAssembledByTheRoot());
    rules.put("only redis sees redis.internal", redisInternalIsSeenByRedis());
    rules.put("core stands on the JDK and JSpecify", coreStandsAlone());
    rules.put("the waist knows no engine and no root", waistIsNarrow());
    rules.put("data flows from the edge to the store", storesKnowNoEdge());
    rules.put("nothing depends on the contract or the bench", topsAreTops());
    rules.put("the harness stands on the surface of core", harnessStandsOnCore());
    rules.put("no cycles between packages", noCycles());
    LIBRARIES.forEach(library -> rules.put(library.name() + " stay at home", staysAtHome(library)));
    return rules;
  }

  private ArchRule capabilitiesStandApart() {
    return slices()
        .assignedFrom(slicesBy("capability", this::capability))
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true);
  }

  private ArchRule edgesSeeTheSurface() {
    return noClasses()
        .that(in(EDGES))
        .should()
        .dependOnClassesThat(in("spi..", "internal..", "redis.internal..", "embedded.internal.."))
        .allowEmptyShould(true);
  }

  private ArchRule internalIsAssembledByTheRoot() {
    return classes()
        .that(in("internal.."))
        .should()
        .onlyHaveDependentClassesThat(in("", "internal.."))
        .allowEmptyShould(true);
  }

  private ArchRule redisInternalIsSeenByRedis() {
    return classes()
        .that(in("redis.internal.."))
        .should()
        .onlyHaveDependentClassesThat(in("redis", "redis.internal..", "bench.."))
        .allowEmptyShould(true);
  }

  private ArchRule coreStandsAlone() {
    return classes()
        .that(in(CORE))
        .should()
        .onlyDependOnClassesThat(
            in(CORE)
                .or(
                    resideInAnyPackage(
                        "", "java..", "javax.crypto..", "javax.sql..", "org.jspecify..")))
        .allowEmptyShould(true);
  }

  private ArchRule waistIsNarrow() {
    return noClasses()
        .that(in("spi.."))
        .should()
        .dependOnClassesThat(in("", "memory..", "internal..", "redis.."))
        .allowEmptyShould(true);
  }

  private ArchRule storesKnowNoEdge() {
    return noClasses()
        .that(in("redis..", "embedded..", "jackson.."))
        .should()
        .dependOnClassesThat(in(EDGES))
        .allowEmptyShould(true);
  }

  private ArchRule topsAreTops() {
    return noClasses()
        .that(in("..").and(notIn("tck..", "chaos..", "bench..")))
        .should()
        .dependOnClassesThat(in("tck..", "chaos..", "bench.."))
        .allowEmptyShould(true);
  }

  private ArchRule harnessStandsOnCore() {
    return classes()
        .that(in("chaos.."))
        .should()
        .onlyDependOnClassesThat(
            in("chaos..")
                .or(in(CORE).and(notIn("internal..")))
                .or(resideInAnyPackage("java..", "org.jspecify..")))
        .allowEmptyShould(true);
  }

  private ArchRule noCycles() {
    return slices()
        .assignedFrom(slicesBy("package", this::packageOrAssembler))
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  private ArchRule staysAtHome(Library library) {
    return noClasses()
        .that(in("..").and(notIn("bench..")).and(notIn(library.homes().toArray(String[]::new))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(library.packages().toArray(String[]::new)))
        .allowEmptyShould(true);
  }

  private Optional<String> packageOrAssembler(JavaClass type) {
    String outermost = type.getName().replaceFirst("\\$.*", "").substring(root.length() + 1);
    return Optional.of(ASSEMBLERS.contains(outermost) ? outermost : type.getPackageName());
  }

  private Optional<String> capability(JavaClass type) {
    String below = type.getPackageName().substring(root.length()).replaceFirst("^\\.", "");
    String own = below.replaceFirst("^(redis\\.)?internal\\.", "").replaceFirst("\\..*", "");
    return Optional.of(own).filter(CAPABILITIES::contains);
  }

  private SliceAssignment slicesBy(String what, Function<JavaClass, Optional<String>> name) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return Optional.of(type)
            .filter(in(".."))
            .flatMap(name)
            .map(SliceIdentifier::of)
            .orElseGet(SliceIdentifier::ignore);
      }

      @Override
      public String getDescription() {
        return "slices by " + what;
      }
    };
  }

  /** Packages below the root; the empty name is the root itself, two dots are all of it. */
  private DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(
        Stream.of(packages)
            .map(name -> name.isEmpty() || name.equals("..") ? root + name : root + "." + name)
            .toArray(String[]::new));
  }

  private DescribedPredicate<JavaClass> notIn(String... packages) {
    return DescribedPredicate.not(in(packages));
  }
}
