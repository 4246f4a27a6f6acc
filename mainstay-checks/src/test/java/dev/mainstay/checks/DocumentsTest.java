package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A document that no test reads, lies: what documents name is there. */
class DocumentsTest {
  private static final Pattern MODULE = Pattern.compile("(?m)^\\| *`(mainstay-[a-z0-9-]+)`");
  private static final Pattern POM_MODULE = Pattern.compile("<module>([^<]+)</module>");

  @Test
  void linksLead() throws IOException {
    for (Path file : Checkout.files(".md")) {
      assertThat(new Document(file, Files.readString(file)).brokenLinks())
          .as(Checkout.name(file))
          .isEmpty();
    }
  }

  @Test
  void filesThatAreNamedExist() throws IOException {
    for (Path file : Checkout.files(".md")) {
      assertThat(new Document(file, Files.readString(file)).missingFiles())
          .as(Checkout.name(file))
          .isEmpty();
    }
  }

  @Test
  void theReadmeListsTheModules() throws IOException {
    String readme = Files.readString(Checkout.ROOT.resolve("README.md"));
    String pom = Files.readString(Checkout.ROOT.resolve("pom.xml"));
    Set<String> modules = all(POM_MODULE, pom);

    assertThat(all(MODULE, readme)).containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void whatAReaderExpectsIsThere() {
    List<String> expected =
        List.of(
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
            "LICENSE",
            "Dockerfile",
            "mainstay",
            "docs/architecture.md",
            "docs/guarantees.md",
            "docs/http-api.md",
            "docs/keys.md",
            "docs/operations.md",
            "docs/sessions.md",
            "docs/decisions/README.md");
    for (String name : expected) {
      assertThat(Checkout.ROOT.resolve(name)).isNotEmptyFile();
    }
  }

  @Test
  void brokenLinksAreCaught() {
    Path file = Checkout.ROOT.resolve("README.md");
    String text =
        """
        # A heading: `code` & more
        [a](CHANGELOG.md) [b](gone.md)
        [c](#a-heading-code--more) [d](#gone) [e](https://a.b/c.md)
        `LICENSE` `docs/gone.md` `mainstay-core/pom.xml` `mainstay-core/gone.xml`
        `mainstay-core/target/a` `GET /v1/a.md`
        ```
        [not](a-link.md)
        ```
        """;
    Document document = new Document(file, text);

    assertThat(document.brokenLinks()).containsExactly("gone.md", "#gone");
    assertThat(document.missingFiles()).containsExactly("docs/gone.md", "mainstay-core/gone.xml");
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
