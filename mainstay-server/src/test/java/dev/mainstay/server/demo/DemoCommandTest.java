package dev.mainstay.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void whatIsClaimedHoldsAndNothingIsLeftRunning() {
    assertThat(run("--logins", "30")).as(() -> out + "\n" + err).isZero();
    assertThat(out.toString())
        .containsPattern("ghost sessions: logged in on one, unknown on another +30 +0\n")
        .containsPattern("logged out on A +10 +10\n")
        .containsPattern("and still let in by B or C +10 +0\n")
        .containsPattern("sessions alive before +20 +20\n")
        .containsPattern("sessions alive after +10 +20\n")
        .containsPattern("let in, of 300 requests to A, B and C +per-process state +Mainstay\n")
        .containsPattern("(100 by [a-z-]+ +300 +100\n){8}")
        .containsPattern("nobody has it cached +1000 +1000\n +queries of the database +\\d+ +1\n")
        .containsPattern("stale: another price than the last +100 +0\n")
        .containsPattern("the primary is struck with +kill -9 +SIGSTOP\n")
        .containsPattern("sessions alive before +24 +18\n")
        .containsPattern("sessions alive after +24 +18\n")
        .containsPattern("acknowledged +6 +6\n")
        .containsPattern("let in again by A, B or C afterwards +0 +0\n")
        .doesNotContain("\r");
    assertThat(err.toString()).isEmpty();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aWrongNumberOfLoginsIsRefused() {
    assertThat(run("--logins", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("--logins: 2 is not within 3 to 3000");
  }

  private int run(String... arguments) {
    return new CommandLine(new DemoCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
