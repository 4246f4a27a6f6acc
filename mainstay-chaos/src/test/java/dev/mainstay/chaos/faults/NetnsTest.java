package dev.mainstay.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mainstay.chaos.faults.Netns.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link that is cut tells nobody. Only where this machine lets us make one. */
@Timeout(60)
class NetnsTest {

  @BeforeAll
  static void whereThereAreNamespaces() {
    String obstacle = Netns.obstacle().orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @Test
  void aCutLinkIsSilentAndAHealedOneGoesOn() throws IOException {
    try (Netns link = Netns.pair()) {
      cutAndHeal(link, Side.FAR.address());
    }
  }

  @Test
  void whoListensOnItsLoopbackOnlyIsCutOffToo() throws IOException {
    try (Netns link = Netns.pair()) {
      link.shareLoopback();
      cutAndHeal(link, "127.0.0.1");
    }
  }

  private static void cutAndHeal(Netns link, String server) throws IOException {
    assertThat(new Asked(link.start(Side.FAR, java("serve", server))).hear()).isEqualTo("ready");
    Asked client = new Asked(link.start(Side.NEAR, java("ask", server)));
    assertThat(client.hear()).isEqualTo("ready");
    assertThat(client.ask()).isEqualTo("heard");
    link.cut();
    assertThat(client.ask()).isEqualTo("silence");
    link.heal();
    assertThat(client.askUntilHeard()).isEqualTo("heard");
  }

  @Test
  void nothingIsLeft() throws IOException {
    Netns link = Netns.pair();
    Process process = link.start(Side.NEAR, new ProcessBuilder("cat"));
    String mine = "ms" + ProcessHandle.current().pid() + "-";
    assertThat(namespaces()).contains(mine);
    link.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(namespaces()).doesNotContain(mine);
  }

  private static String namespaces() throws IOException {
    Process ip = new ProcessBuilder("ip", "netns", "list").start();
    return new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static ProcessBuilder java(String what, String server) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        EchoMain.class.getName(),
        what,
        server);
  }

  /** A program that answers line by line. */
  private record Asked(Process process, BufferedReader lines) {
    Asked(Process process) {
      this(
          process,
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII)));
    }

    String hear() throws IOException {
      return lines.readLine();
    }

    String ask() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      return hear();
    }

    /** The kernel sends again what was lost, after a time that doubles. */
    String askUntilHeard() throws IOException {
      String heard = ask();
      for (int i = 0; i < 20 && heard.equals("silence"); i++) {
        heard = ask();
      }
      return heard;
    }
  }
}
