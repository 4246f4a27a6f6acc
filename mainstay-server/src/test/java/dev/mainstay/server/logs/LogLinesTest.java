package dev.mainstay.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLinesTest {
  private static final String TOKEN =
      "ms1.Kg.q83vEjRWeJCrze8S.k1pV3m0Z8yqTn5sC7wXbL2uJdRfHgEoAiUxQ4tS6vNM";

  @Test
  void aLineIsOneJsonObject() {
    LoggingEvent event = event("Request \"failed\"\n\u0001", new IllegalStateException("why"));
    event.addKeyValuePair(new KeyValuePair("requestId", "r-1"));
    event.addKeyValuePair(new KeyValuePair("status", 503));
    event.setMDCPropertyMap(Map.of("zone", "a"));
    String line = line(new JsonLines(), event);
    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode json = JsonMapper.shared().readTree(line);
    assertThat(json.propertyNames())
        .containsExactly(
            "time",
            "level",
            "logger",
            "thread",
            "message",
            "zone",
            "requestId",
            "status",
            "exception");
    assertThat(json.get("message").asString()).isEqualTo("Request \"failed\"\n\u0001");
    assertThat(json.get("level").asString()).isEqualTo("WARN");
    assertThat(json.get("status").asInt()).isEqualTo(503);
    assertThat(json.get("exception").asString())
        .startsWith("java.lang.IllegalStateException: why")
        .contains("LogLinesTest");
  }

  @Test
  void aTextLineIsOneLineWhateverItsMessageHolds() {
    LoggingEvent event = event("a\nb\u001b[31m", null);
    event.addKeyValuePair(new KeyValuePair("requestId", "r-1"));
    assertThat(line(new TextLines(), event)).endsWith("WARN  a?b?[31m requestId=r-1\n");
  }

  @Test
  void noSecretIsLoggedWhereverItStands() {
    String url = "rediss://app:hunter2@store:6379/0";
    LoggingEvent event = event("find " + TOKEN + " at " + url, new IllegalStateException(TOKEN));
    event.addKeyValuePair(new KeyValuePair("cookie", "__Host-sid=" + TOKEN + "; Path=/"));
    for (Encoder<ILoggingEvent> lines : List.of(new JsonLines(), new TextLines())) {
      assertThat(line(lines, event))
          .doesNotContain("k1pV3m0Z8")
          .doesNotContain("hunter2")
          .contains("ms1.Kg.q83vEjRWeJCrze8S.***")
          .contains("rediss://app:***@store:6379/0");
    }
  }

  @Test
  void everyPlaceOfAPasswordInAUrlIsHidden() {
    assertThat(Secrets.hide("at redis-socket:///run/s?user=app&password=hunter2&db=1, now"))
        .isEqualTo("at redis-socket:///run/s?user=app&password=***&db=1, now");
    assertThat(Secrets.hide("at redis://hunter2@store:6379"))
        .isEqualTo("at redis://***@store:6379");
  }

  @Test
  void aUrlWithoutAPasswordStays() {
    assertThat(Secrets.hide("see http://127.0.0.1:7070/health, or mail@example.org"))
        .isEqualTo("see http://127.0.0.1:7070/health, or mail@example.org");
  }

  @Test
  void librariesAreHeardFromWarnUp() {
    LoggerContext context = new LoggerContext();
    Logs.configure(context, "debug", "json");
    assertThat(context.getLogger("io.lettuce.core").isInfoEnabled()).isFalse();
    assertThat(context.getLogger("io.netty").isWarnEnabled()).isTrue();
    assertThat(context.getLogger("dev.mainstay.embedded").isDebugEnabled()).isTrue();
    Logs.configure(context, "error", "text");
    assertThat(context.getLogger("dev.mainstay.embedded").isWarnEnabled()).isFalse();
    assertThat(context.getLogger("ROOT").iteratorForAppenders()).toIterable().hasSize(1);
  }

  private static LoggingEvent event(String message, Throwable thrown) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return new LoggingEvent(
        "", context.getLogger("dev.mainstay.test"), Level.WARN, message, thrown, null);
  }

  private static String line(Encoder<ILoggingEvent> lines, ILoggingEvent event) {
    return new String(lines.encode(event), StandardCharsets.UTF_8);
  }
}
