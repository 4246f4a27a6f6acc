package dev.mainstay.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leftovers go, and only leftovers. */
class TemporaryFolderTest {
  @TempDir Path base;

  @Test
  void leftoversOfTheDeadAreRemovedAndNothingElse() throws IOException {
    Path left = Files.createDirectory(base.resolve("mainstay-run-left"));
    Files.createFile(left.resolve("temporary"));
    Files.createFile(left.resolve("mainstay.lock"));
    Path kept = Files.createDirectory(base.resolve("mainstay-run-of-somebody"));
    TemporaryFolder used = TemporaryFolder.in(base);
    try (TemporaryFolder second = TemporaryFolder.in(base)) {
      assertThat(left).doesNotExist();
      assertThat(kept).exists();
      assertThat(used.path()).exists().isNotEqualTo(second.path());
    }
    used.close();
    assertThat(used.path()).doesNotExist();
  }

  @Test
  void aLongOrMissingRuntimeFolderIsNotUsed() {
    for (String preferred : new String[] {"", "relative", "/" + "x".repeat(80), "/nowhere"}) {
      try (TemporaryFolder folder = TemporaryFolder.forSockets(preferred)) {
        assertThat(folder.path().toString()).startsWith("/tmp/").hasSizeLessThan(60);
      }
    }
  }
}
