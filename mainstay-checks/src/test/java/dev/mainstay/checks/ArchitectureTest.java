package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds all production code to the {@link Architecture}. */
class ArchitectureTest {
  private static final String ROOT = "dev.mainstay";

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @TestFactory
  Stream<DynamicTest> productionKeeps() {
    return new Architecture(ROOT)
        .rules().entrySet().stream()
            .map(
                rule ->
                    DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(PRODUCTION)));
  }

  @Test
  void seesTheModules() {
    assertThat(PRODUCTION.contain("dev.mainstay.errors.MainstayException")).isTrue();
    assertThat(PRODUCTION.contain("dev.mainstay.server.Main")).isTrue();
    assertThat(PRODUCTION.contain(ArchitectureTest.class.getName())).isFalse();
  }
}
