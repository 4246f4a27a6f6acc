package dev.mainstay.bench.limits.plots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plots in the documents are what the algorithms do now. */
class PlotsTest {
  private static final Path DOCUMENTS = Path.of("..", "docs", "limits");

  @Test
  void thoseInTheDocumentsAreOfThisVersion() throws IOException {
    for (Map.Entry<String, String> plot : Plots.all().entrySet()) {
      assertThat(Files.readString(DOCUMENTS.resolve(plot.getKey())))
          .as("%s; ./mainstay bench limits-plots writes it", plot.getKey())
          .isEqualTo(plot.getValue());
    }
  }
}
