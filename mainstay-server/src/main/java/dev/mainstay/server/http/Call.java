package dev.mainstay.server.http;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Ids;
import dev.mainstay.http.Shown;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request that may be acted on.
 *
 * @param request its head
 * @param grant what its caller may do
 * @param namespace where it acts
 * @param variables the path's variable segments, as they stood in the request line
 * @param body its body's text where that is JSON; empty where it has none
 * @param content its body where that may be anything; empty where it has none
 */
record Call(
    HttpServerRequest request,
    Access.Grant grant,
    String namespace,
    List<String> variables,
    String body,
    Buffer content) {

  /** A variable segment of the path as an id. */
  String id(int variable, String field) {
    return Ids.decode(field, variables.get(variable));
  }

  /** The parameters of the query, decoded; others than these are refused, and one given twice. */
  Map<String, String> query(String... allowed) {
    String query = request.query();
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!Set.of(allowed).contains(name)) {
        throw new InvalidValueException(
            "query",
            "the parameter "
                + Shown.of(name)
                + " is unknown here; allowed are "
                + (allowed.length == 0 ? "none" : String.join(", ", allowed)));
      }
      String value = Ids.decode(name, equals < 0 ? "" : pair.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw new InvalidValueException(name, "is given twice");
      }
    }
    return parameters;
  }

  /** A parameter that is true or false; false where it is left out. */
  static boolean isTrue(Map<String, String> query, String name) {
    String value = query.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new InvalidValueException(name, Shown.of(value) + " is neither true nor false");
    }
    return value.equals("true");
  }

  /** Leaves the body out, which may hold what is confidential. */
  @Override
  public String toString() {
    return "Call[" + request.method() + " " + request.path() + "]";
  }
}
