package dev.mainstay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VersionCommandTest {
  @Test
  void saysWhichMainstayThisIs() {
    StringWriter out = new StringWriter();

    int exit = Main.commandLine().setOut(new PrintWriter(out)).execute("version");

    assertThat(exit).isZero();
    assertThat(out.toString().strip())
        .matches("mainstay \\d+\\.\\d+\\.\\d+\\S* \\(commit ([0-9a-f]{12}|unknown), Java \\S+\\)");
  }

  @Test
  void askedForNothingItSaysWhatThereIs() {
    StringWriter err = new StringWriter();

    int exit = Main.commandLine().setErr(new PrintWriter(err)).execute();

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("Missing a command.", "version");
  }
}
