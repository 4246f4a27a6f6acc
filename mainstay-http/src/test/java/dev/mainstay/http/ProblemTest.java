package dev.mainstay.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.errors.CodecException;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.errors.UnconfirmedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

  @Test
  void rendersItsMembersInOrder() {
    Problem problem =
        ProblemType.INVALID_VALUE
            .problem("idle: '1x' is not a duration")
            .withInstance("/v1/requests/7")
            .with("operation", "sessions.start")
            .with("field", "idle")
            .with("allowed", List.of("30s", "15m"))
            .with("status", 200);
    assertThat(problem.json())
        .isEqualTo(
            "{\"type\":\"tag:mainstay.dev,2026:invalid-value\","
                + "\"title\":\"A value is not allowed\","
                + "\"status\":400,\"detail\":\"idle: '1x' is not a duration\","
                + "\"instance\":\"/v1/requests/7\",\"operation\":\"sessions.start\","
                + "\"field\":\"idle\",\"allowed\":[\"30s\",\"15m\"]}");
  }

  @Test
  void writesEveryKindOfValue() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("n", 1L);
    map.put("d", 0.5);
    map.put("nan", Double.NaN);
    map.put("no", null);
    map.put("yes", true);
    map.put("list", Arrays.asList(1, null, Map.of()));
    assertThat(Problem.of(ProblemType.DRAINING).with("x", map).json())
        .contains(
            "\"x\":{\"n\":1,\"d\":0.5,\"nan\":null,\"no\":null,"
                + "\"yes\":true,\"list\":[1,null,{}]}");
  }

  @Test
  void escapesText() {
    String text = "\"\\/\b\n\u0000\u001f\u007f é\u2028😀\ud800x\udc00";
    assertThat(ProblemType.INTERNAL.problem(text).json())
        .contains(
            "\"detail\":\"\\\"\\\\/\\u0008\\u000a\\u0000\\u001f\\u007f é\u2028😀\ufffdx\ufffd\"");
  }

  @Test
  void answersExceptions() {
    Problem invalid = Problem.of(new InvalidValueException("user", "is empty"));
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.members()).containsEntry("field", "user");
    assertThat(invalid.detail()).isEqualTo("user: is empty");

    assertThat(Problem.of(new StoreFaultException("sessions.find", "odd", null)).status())
        .isEqualTo(500);
    assertThat(Problem.of(new CodecException("unreadable")).type())
        .isEqualTo(ProblemType.UNREADABLE_VALUE);
  }

  @Test
  void tellsWhenToTryAgainAndWhatWasApplied() {
    assertThat(unavailable(Applied.UNKNOWN, 1001).headers()).containsEntry("Retry-After", "2");
    assertThat(unavailable(Applied.UNKNOWN, 2000).headers()).containsEntry("Retry-After", "2");
    assertThat(unavailable(Applied.UNKNOWN, 0).headers()).containsEntry("Retry-After", "1");
    assertThat(unavailable(Applied.UNKNOWN, 1).json()).contains("\"applied\":null");
    assertThat(unavailable(Applied.NO, 1).json()).contains("\"applied\":false");
    assertThat(unavailable(Applied.YES, 1).json()).contains("\"applied\":true");
    Problem refused = Problem.of(new StoreRefusedException("sessions.update", "OOM", "full"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.members()).containsEntry("code", "OOM").containsEntry("applied", false);
    Problem unconfirmed = Problem.of(new UnconfirmedException("sessions.revoke"));
    assertThat(unconfirmed.type()).isEqualTo(ProblemType.UNCONFIRMED);
    assertThat(unconfirmed.status()).isEqualTo(503);
    assertThat(unconfirmed.members()).containsEntry("applied", true);
    assertThat(unconfirmed.headers()).containsEntry("Retry-After", "1");
  }

  private static Problem unavailable(Applied applied, long millis) {
    Duration wait = Duration.ofMillis(millis);
    return Problem.of(
        new StoreUnavailableException("sessions.find", "no answer", applied, wait, null));
  }
}
