package dev.mainstay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.Mainstay;
import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.spi.SecretHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** No words of ours hold a secret: of no value, of no failure, of no event. */
class SecretsTest {
  @Test
  void noValuePrintsATokenAnAttributeOrAHash() throws Exception {
    byte[] hash = SecretHash.of(Samples.SECRET.getBytes(StandardCharsets.UTF_8)).bytes();
    String hex = HexFormat.of().formatHex(hash, 0, 4);
    List<Class<?>> records = Samples.publicRecords();
    assertThat(records).hasSizeGreaterThan(30);
    for (Class<?> type : records) {
      String words = Samples.sample(type).toString();
      assertThat(words).as("%s", type).doesNotContain(Samples.SECRET);
      assertThat(words.toLowerCase(Locale.ROOT)).as("%s", type).doesNotContain(hex);
    }
    assertThat(Change.change().set("a", Samples.SECRET).toString()).doesNotContain(Samples.SECRET);
    assertThat(Attributes.attributes("a", Samples.SECRET).toString())
        .doesNotContain(Samples.SECRET);
  }

  @Test
  void noFailureAndNoEventTellsTheSecret() {
    List<String> words = new ArrayList<>();
    Steps steps = new Steps(MemoryEngine.create());
    try (Mainstay mainstay = Mainstay.on(steps, event -> words.add(event.toString()))) {
      Sessions sessions = mainstay.sessions("web", SessionPolicy.DEFAULT);
      String token = sessions.start("ada", Attributes.none()).token();
      for (String step : List.of("find", "update", "turn", "claim", "revoke")) {
        steps.fail(step);
      }
      List<Runnable> calls =
          List.of(
              () -> sessions.find(token),
              () -> sessions.update(token, Change.change().set("a", Samples.SECRET)),
              () -> sessions.rotate(token, Rotation.periodic()),
              () -> sessions.rotate(token, Rotation.login("bob")),
              () -> sessions.revoke(token));
      for (Runnable call : calls) {
        Throwable failed = catchThrowable(call::run);
        assertThat(failed).isNotNull();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
          words.add(cause.toString());
        }
      }
      assertThat(words)
          .hasSizeGreaterThan(10)
          .noneMatch(text -> text.contains(token.substring(24)) || text.contains(Samples.SECRET));
    }
  }
}
