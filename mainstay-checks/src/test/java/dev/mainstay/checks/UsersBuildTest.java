package dev.mainstay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What a user's build makes of the poms, where what this build manages does not count. */
class UsersBuildTest {
  /** Lettuce asks for an older Netty, and of two at the same depth Maven takes the first. */
  @Test
  void allOfNettyIsOfOneVersion() throws IOException {
    String pom = Files.readString(Checkout.ROOT.resolve("mainstay-redis/pom.xml"));

    assertThat(pom)
        .containsSubsequence(
            "<artifactId>netty-handler</artifactId>",
            "<artifactId>netty-resolver-dns</artifactId>",
            "<artifactId>lettuce-core</artifactId>");
  }
}
