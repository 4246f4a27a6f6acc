package dev.mainstay.server.http;

import dev.mainstay.http.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param status the status
 * @param body the body's text; null for none
 * @param mediaType the body's type
 * @param headers the fields beside those that every answer has
 */
record Answer(int status, @Nullable String body, String mediaType, Map<String, String> headers) {
  private static final String JSON = "application/json";

  static final Answer NO_CONTENT = new Answer(204, null, JSON, Map.of());

  static Answer json(int status, String body) {
    return new Answer(status, body, JSON, Map.of());
  }

  static Answer of(Problem problem) {
    return new Answer(problem.status(), problem.json(), Problem.MEDIA_TYPE, problem.headers());
  }

  /** The same with a {@code Set-Cookie} field. */
  Answer withCookie(String setCookie) {
    return new Answer(status, body, mediaType, Map.of("Set-Cookie", setCookie));
  }

  /** The body may hold a token. */
  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
