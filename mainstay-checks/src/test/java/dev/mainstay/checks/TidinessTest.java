package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds every source to {@link Tidiness}, and shows that it can fail. */
class TidinessTest {
  private static final String MAIN = "mainstay-core/src/main/java/dev/mainstay/A.java";
  private static final String TEST = "mainstay-core/src/test/java/dev/mainstay/ATest.java";

  @Test
  void sourcesAreTidy() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (Path file : Checkout.files(".java")) {
      sources.put(Checkout.name(file), Files.readString(file));
    }
    assertThat(sources).hasSizeGreaterThan(10);
    assertThat(Tidiness.ofJava(sources)).isEmpty();
  }

  @Test
  void textsAreTidy() throws IOException {
    List<String> offences = new ArrayList<>();
    for (Path file : Checkout.files(".java", ".lua", ".md", ".xml", ".yaml", ".yml", "mainstay")) {
      offences.addAll(Tidiness.ofText(Checkout.name(file), Files.readString(file)));
    }
    assertThat(offences).isEmpty();
  }

  @Test
  void everyMainPackageSaysWhatItIs() throws IOException {
    List<String> silent =
        Checkout.files(".java").stream()
            .filter(file -> Checkout.name(file).contains("/src/main/java/"))
            .filter(file -> !file.endsWith("module-info.java"))
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .map(Checkout::name)
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void exemptionsAreStillNeeded() throws IOException {
    for (Map.Entry<String, Tidiness.Exemption> each : Tidiness.LONGER_METHODS.entrySet()) {
      String[] place = each.getKey().split("#", 2);
      Path file = Checkout.ROOT.resolve(place[0]);
      assertThat(SourceShape.of(place[0], Files.readString(file)))
          .as("%s may shrink or go: %s", each.getKey(), each.getValue().why())
          .anySatisfy(
              shape ->
                  assertThat(shape)
                      .isInstanceOfSatisfying(
                          SourceShape.Method.class,
                          method -> {
                            assertThat(method.name()).isEqualTo(place[1]);
                            assertThat(method.lines()).isEqualTo(each.getValue().lines());
                          }));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Thread@.sleep(5)|sleeps in a test",
        "TimeUnit.SECONDS@.sleep(5)|sleeps in a test",
        "System@.out.println(5)|writes to a standard stream",
        "System@.err.println(5)|writes to a standard stream",
        "new @Dis@abled Object()|skips a test"
      })
  void catchesInATest(String planted, String offence) {
    String source = "class ATest {\n  Object a = " + planted.replaceAll("(?<=\\w)@", "") + ";\n}\n";
    assertThat(Tidiness.ofJava(TEST, source))
        .anyMatch(each -> each.startsWith(TEST + ":2 " + offence));
  }

  @ParameterizedTest
  @CsvSource({
    "TO,DO,is unfinished",
    "FIX,ME,is unfinished",
    "XX,X,is unfinished",
    "see /ho,me/ann/key,names a path",
    "see /Use,rs/ann/key,names a path"
  })
  void catchesInAText(String first, String second, String offence) {
    assertThat(Tidiness.ofText("README.md", "fine\n" + first + second + "\n"))
        .singleElement()
        .asString()
        .startsWith("README.md:2 " + offence);
  }

  @Test
  void catchesWhatIsTooLong() {
    String line = "// " + "x".repeat(Tidiness.LINE);
    assertThat(Tidiness.ofJava(MAIN, line)).singleElement().asString().contains("longer than 100");

    String file = "\n".repeat(Tidiness.FILE + 1);
    assertThat(Tidiness.ofJava(MAIN, file)).singleElement().asString().contains("401 lines");

    String method = "class A {\n  void a() {" + "\n".repeat(Tidiness.METHOD) + "}\n}\n";
    assertThat(Tidiness.ofJava(MAIN, method))
        .singleElement()
        .asString()
        .startsWith(MAIN + ":2 a has 61 lines");
  }

  @Test
  void catchesSilence() {
    assertThat(Tidiness.ofJava(MAIN, "public record A() {}"))
        .singleElement()
        .asString()
        .contains("A is public and lacks Javadoc");
    assertThat(Tidiness.ofJava(MAIN.replace("A.java", "package-info.java"), "package a;"))
        .hasSize(2)
        .anyMatch(each -> each.contains("@NullMarked"));
  }

  @Test
  void letsTheTidyPass() {
    assertThat(Tidiness.ofJava(MAIN, "/** A thing. */\npublic record A() {}\n")).isEmpty();
    assertThat(Tidiness.ofText("README.md", "`GET /v1/home/page` and ~/work/here\n")).isEmpty();
  }
}
