package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.CacheDirectives;
import dev.mainstay.http.Ids;
import dev.mainstay.http.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a request's head what it says of a value to be cached. */
final class CacheHeads {
  static final String LEASE = "Mainstay-Lease";
  private static final String TAGS = "Mainstay-Tags";
  private static final String UNTOLD = "application/octet-stream";
  private static final int MOST_TYPE = 256;

  private CacheHeads() {}

  /** The lease that is filled; null where there is none. */
  static @Nullable String lease(HttpServerRequest request) {
    List<String> all = request.headers().getAll(LEASE);
    if (all.size() > 1) {
      throw new InvalidValueException(LEASE, "is given more than once");
    }
    return all.isEmpty() ? null : all.get(0);
  }

  static String type(HttpServerRequest request) {
    List<String> all = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
    if (all.size() > 1) {
      throw new InvalidValueException("Content-Type", "is given more than once");
    }
    return all.isEmpty() ? UNTOLD : type("Content-Type", all.get(0));
  }

  /** A media type that can be given back as a field. */
  static String type(String field, String text) {
    boolean isVisible = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    if (text.isBlank() || text.length() > MOST_TYPE || !isVisible || text.indexOf('/') < 1) {
      throw new InvalidValueException(
          field, "is no media type of up to " + MOST_TYPE + " visible ASCII characters");
    }
    return text;
  }

  /** An encoding would have to be kept too, and answered only to who takes it. */
  static void requirePlain(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      throw new Refusal(
          ProblemType.UNSUPPORTED_MEDIA_TYPE
              .problem("Content-Encoding is not kept; send the value as it is.")
              .withHeader("Accept-Encoding", "identity"));
    }
  }

  static CacheDirectives directives(HttpServerRequest request) {
    return CacheDirectives.parse(request.headers().getAll(HttpHeaders.CACHE_CONTROL));
  }

  static List<String> tags(HttpServerRequest request) {
    List<String> tags = new ArrayList<>();
    for (String field : request.headers().getAll(TAGS)) {
      for (String tag : utf8(field).split(",", -1)) {
        if (!tag.isBlank()) {
          tags.add(Ids.require(TAGS, tag.strip()));
        }
      }
    }
    return tags;
  }

  /** Fields arrive with one character for a byte. */
  private static String utf8(String octets) {
    try {
      byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(TAGS, "is not UTF-8");
    }
  }
}
