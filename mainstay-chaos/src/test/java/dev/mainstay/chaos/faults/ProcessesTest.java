package dev.mainstay.chaos.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals reach whom they are meant for, and nobody else. */
@Timeout(30)
class ProcessesTest {
  private Process cat;

  @BeforeEach
  void start() throws IOException {
    cat = new ProcessBuilder("cat").start();
  }

  @AfterEach
  void stop() {
    cat.destroyForcibly();
  }

  @Test
  void aProcessStandsStillAndGoesOn() throws IOException {
    try (Processes processes = new Processes().with(cat.pid())) {
      processes.stop(cat.pid());
      await().until(() -> state().equals("T"));
      say("hello");
      assertThat(cat.getInputStream().available()).isZero();
      processes.resume(cat.pid());
      assertThat(hear()).isEqualTo("hello");
    }
  }

  @Test
  void closingLetsGoOn() throws IOException {
    Processes processes = new Processes().with(cat.pid());
    processes.stop(cat.pid());
    say("hello");
    processes.close();

    assertThat(hear()).isEqualTo("hello");
  }

  @Test
  void aStoppedProcessCanBeKilled() {
    try (Processes processes = new Processes().with(cat.pid())) {
      processes.stop(cat.pid());
      processes.kill(cat.pid());
      assertThat(cat.isAlive()).isFalse();
      assertThatThrownBy(() -> processes.stop(cat.pid())).hasMessageContaining("has ended");
    }
  }

  @Test
  void nobodyElseIsTouched() {
    try (Processes processes = new Processes()) {
      assertThatThrownBy(() -> processes.stop(cat.pid())).hasMessageContaining("not handed in");
      for (long pid : new long[] {-1, 0, 1, ProcessHandle.current().pid()}) {
        assertThatThrownBy(() -> processes.with(pid)).isInstanceOf(IllegalArgumentException.class);
      }
    }
    await().until(cat::isAlive);
  }

  private String state() throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", "" + cat.pid()).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
  }

  private void say(String line) {
    try {
      cat.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      cat.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String hear() throws IOException {
    return new BufferedReader(
            new InputStreamReader(cat.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
