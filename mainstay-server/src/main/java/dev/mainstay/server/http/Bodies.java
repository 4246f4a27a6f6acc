package dev.mainstay.server.http;

import dev.mainstay.http.Problem;
import dev.mainstay.http.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, up to a limit. */
final class Bodies {
  private static final int FIRST_BYTES = 8 * 1024;

  private final int limit;

  Bodies(int limit) {
    this.limit = limit;
  }

  /** As {@link #bytes}, of JSON in UTF-8. */
  void json(HttpServerRequest request, Consumer<String> done, Consumer<Throwable> refused) {
    long announced = announced(request);
    if (announced > limit) {
      throw tooLarge();
    }
    if (announced != 0) {
      requireJson(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }
    bytes(request, body -> done.accept(text(body)), refused);
  }

  /** Gives the body to one of the two, later; throws where the head tells that it will not do. */
  void bytes(HttpServerRequest request, Consumer<Buffer> done, Consumer<Throwable> refused) {
    long announced = announced(request);
    if (announced > limit) {
      throw tooLarge();
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    // What a head announces is believed only as far as it costs nothing.
    Buffer body = Buffer.buffer(announced > 0 ? (int) Math.min(announced, FIRST_BYTES) : 256);
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() > limit) {
            request.handler(dropped -> {}).endHandler(end -> {});
            refused.accept(tooLarge());
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(
        end -> {
          try {
            done.accept(body);
          } catch (Refusal | dev.mainstay.errors.MainstayException e) {
            refused.accept(e);
          }
        });
  }

  /** The length that the head tells; -1 where it tells that there is a body of any length. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return Long.parseLong(length.strip());
    }
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    return chunked || !request.isEnded() ? -1 : 0;
  }

  private static void requireJson(@Nullable String type) {
    String plain = type == null ? "" : type.toLowerCase(Locale.ROOT).replace(" ", "");
    if (!plain.equals("application/json") && !plain.equals("application/json;charset=utf-8")) {
      throw new Refusal(
          ProblemType.UNSUPPORTED_MEDIA_TYPE
              .problem("A body is to be sent as Content-Type: application/json, in UTF-8.")
              .withHeader("Accept", "application/json"));
    }
  }

  private static String text(Buffer body) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(body.getBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(ProblemType.MALFORMED_BODY.problem("The body is not UTF-8."));
    }
  }

  private Refusal tooLarge() {
    Problem problem = ProblemType.BODY_TOO_LARGE.problem("Up to " + limit + " bytes are taken.");
    return new Refusal(problem.with("allowed", limit).withHeader("Connection", "close"));
  }
}
