package dev.mainstay.server.http;

import dev.mainstay.http.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request is answered with: {@link Content}, {@link Bytes}, or a {@link Trouble}. */
sealed interface Answer {
  Content NO_CONTENT = new Content(204, null, Map.of());

  /**
   * What was asked for.
   *
   * @param status the status
   * @param json the body; null for none
   * @param headers the fields beside those that every answer has
   */
  record Content(int status, @Nullable String json, Map<String, String> headers) implements Answer {
    /** The same with a {@code Set-Cookie} field. */
    Content withCookie(String setCookie) {
      return new Content(status, json, Map.of("Set-Cookie", setCookie));
    }

    /** The body may hold a token. */
    @Override
    public String toString() {
      return "Content[" + status + "]";
    }
  }

  /**
   * What somebody had stored here, as it was.
   *
   * @param type its media type
   * @param headers the fields beside those that every answer has
   */
  record Bytes(Buffer body, String type, Map<String, String> headers) implements Answer {
    /** Leaves out what is confidential. */
    @Override
    public String toString() {
      return "Bytes[" + body.length() + "]";
    }
  }

  /** Why it is not to be had. */
  record Trouble(Problem problem) implements Answer {}

  static Content json(int status, String body) {
    return new Content(status, body, Map.of());
  }

  static Trouble of(Problem problem) {
    return new Trouble(problem);
  }
}
