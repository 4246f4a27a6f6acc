package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.http.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be configured and what can go wrong is in the documents, each by its name. */
class NamesInDocumentsTest {
  private static final Pattern PATHS = Pattern.compile("(?s)PATHS =\\s+List\\.of\\((.*?)\\);");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]+)\"");

  /** Problems that no route of this release answers. */
  private static final Set<ProblemType> LATER =
      Set.of(ProblemType.QUOTA_EXCEEDED, ProblemType.DRAINING);

  @Test
  void everyValueOfTheConfigurationIsDescribed() throws IOException {
    String operations = read("docs/operations.md");
    String schema = read("mainstay-server/src/main/java/dev/mainstay/server/config/Schema.java");
    List<String> paths =
        PATHS
            .matcher(schema)
            .results()
            .flatMap(list -> TEXT.matcher(list.group(1)).results())
            .map(path -> path.group(1).replaceFirst("\\.#$", ""))
            .toList();

    assertThat(paths).hasSizeGreaterThan(20);
    assertThat(paths)
        .filteredOn(path -> !path.startsWith("cacheStore."))
        .allSatisfy(path -> assertThat(operations).contains("`" + path + "`"));
    assertThat(operations).contains("`cacheStore.…`");
  }

  @Test
  void everyProblemIsDescribed() throws IOException {
    String api = read("docs/http-api.md");

    assertThat(Stream.of(ProblemType.values()).filter(type -> !LATER.contains(type)))
        .allSatisfy(
            type -> {
              String word = type.uri().substring(type.uri().lastIndexOf(':') + 1);
              assertThat(api).containsPattern("`" + word + "`.*\\| " + type.status() + " \\|");
            });
  }

  private static String read(String name) throws IOException {
    return Files.readString(Checkout.ROOT.resolve(name));
  }
}
