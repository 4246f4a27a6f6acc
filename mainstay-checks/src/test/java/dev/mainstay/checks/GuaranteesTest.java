package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A promise without a test is an opinion: each row names tests, and they are there. */
class GuaranteesTest {
  private static final Path PAGE = Checkout.ROOT.resolve("docs/guarantees.md");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");

  /** A mark and the method's name, with other marks but no other method between the two. */
  private static final String TEST =
      "(?s)@(Test|ParameterizedTest|RepeatedTest|Property)\\b(?:(?!\\bvoid\\b).)*?\\bvoid %s\\(";

  @Test
  void eachPromiseNamesATest() throws IOException {
    List<String> rows = rows(Files.readString(PAGE));

    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(rows).allSatisfy(row -> assertThat(lastCell(row)).containsPattern(NAMED));
  }

  @Test
  void eachTestThatIsNamedIsThere() throws IOException {
    assertThat(missing(Files.readString(PAGE))).isEmpty();
  }

  @Test
  void aTestThatIsNotThereIsCaught() throws IOException {
    String page =
        "| a | `GuaranteesTest.aTestThatIsNotThereIsCaught`, `GuaranteesTest.rows` |\n"
            + "| b | `GuaranteesTest.gone`, `GoneTest.gone` |\n";

    assertThat(missing(page))
        .containsExactly("GuaranteesTest.rows", "GuaranteesTest.gone", "GoneTest.gone");
  }

  /** The rows of tables, without their heads and rules. */
  private static List<String> rows(String page) {
    List<String> lines = page.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| promise"))
        .toList();
  }

  private static String lastCell(String row) {
    String[] cells = row.split("\\|", -1);
    return cells[cells.length - 2];
  }

  private static List<String> missing(String page) throws IOException {
    Map<String, List<Path>> sources =
        Checkout.files(".java").stream()
            .filter(file -> !Checkout.name(file).contains("/planted/"))
            .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
    return NAMED
        .matcher(page)
        .results()
        .filter(
            named ->
                sources.getOrDefault(named.group(1) + ".java", List.of()).stream()
                    .noneMatch(source -> isTest(source, named.group(2))))
        .map(named -> named.group(1) + "." + named.group(2))
        .toList();
  }

  private static boolean isTest(Path source, String method) {
    try {
      return Pattern.compile(TEST.formatted(method)).matcher(Files.readString(source)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
