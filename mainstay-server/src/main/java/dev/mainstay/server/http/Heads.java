package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Ids;
import dev.mainstay.http.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a request's head. */
final class Heads {
  private static final String NAMESPACE = "Mainstay-Namespace";
  private static final String DEFAULT = "default";

  private Heads() {}

  /** A field by name, {@code Host} also where HTTP/2 calls it differently. */
  static @Nullable String field(HttpServerRequest request, String name) {
    if (name.equalsIgnoreCase("Host")) {
      HostAndPort authority = request.authority();
      return authority == null ? null : authority.toString();
    }
    return request.getHeader(name);
  }

  /** The path as it stood in the request line; empty where there was none. */
  static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "" : path;
  }

  /** The namespace that the request names and its caller may enter. */
  static String namespace(HttpServerRequest request, Access.Grant grant) {
    String given = request.getHeader(NAMESPACE);
    if (given == null) {
      return grant.namespace().orElse(DEFAULT);
    }
    List<String> all = request.headers().getAll(NAMESPACE);
    if (all.size() > 1) {
      throw new InvalidValueException(NAMESPACE, "is given more than once");
    }
    String namespace = given.equals(DEFAULT) ? DEFAULT : Ids.require(NAMESPACE, utf8(given));
    if (grant.namespace().isPresent() && !grant.namespace().get().equals(namespace)) {
      throw new Refusal(
          ProblemType.FORBIDDEN.problem("The API key is bound to another namespace."));
    }
    return namespace;
  }

  /** Fields arrive with one character for a byte. */
  private static String utf8(String octets) {
    try {
      byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(NAMESPACE, "is not UTF-8");
    }
  }
}
