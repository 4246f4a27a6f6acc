package dev.mainstay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.embedded.internal.TemporaryFolder;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A topology ends with its parent. */
class TopologyParentTest {

  @Test
  void theNodesOfAKilledParentEndAndTheNextStartRemovesTheirFolders() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TopologyParentMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = parent.inputReader()) {
      List<Long> pids = Stream.of(said.readLine().split(" ")).map(Long::valueOf).toList();
      assertThat(pids).hasSize(9).noneMatch(Processes::gone);
      Path folder = Processes.folder(pids.get(0)).getParent();
      signal("STOP", pids.get(1));
      parent.destroyForcibly().waitFor();
      await().atMost(Duration.ofSeconds(10)).until(() -> pids.stream().allMatch(Processes::gone));
      TemporaryFolder.forData().close();
      assertThat(folder).doesNotExist();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor()).isZero();
  }
}
