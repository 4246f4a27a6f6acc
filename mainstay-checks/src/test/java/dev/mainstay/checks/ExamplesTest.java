package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Java in a document is a region of a test, to the letter: {@code <!-- region: name -->} stands
 * above its code block. So what is printed compiles and runs.
 */
class ExamplesTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)(?:^<!-- region: ([\\w-]+) -->\n)?^```java\n(.*?)^```$");

  @Test
  void javaInDocumentsIsARegionOfATest() throws IOException {
    Map<String, String> regions = Regions.all();
    TreeSet<String> unused = new TreeSet<>(regions.keySet());
    for (Path file : Checkout.files(".md")) {
      Matcher block = BLOCK.matcher(Files.readString(file));
      while (block.find()) {
        assertThat(block.group(1)).as("the region of %s", block.group()).isNotNull();
        assertThat(block.group(2))
            .as("%s in %s", block.group(1), Checkout.name(file))
            .isEqualTo(regions.get(block.group(1)));
        unused.remove(block.group(1));
      }
    }
    assertThat(regions).isNotEmpty();
    assertThat(unused).as("regions that no document prints").isEmpty();
  }
}
