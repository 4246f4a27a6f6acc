package dev.mainstay.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A path of the API, with variables in braces, and what can be done there. */
final class Resource {
  private static final Set<HttpMethod> JSON =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final String template;
  private final String[] segments;
  private final Map<HttpMethod, Endpoint> endpoints = new LinkedHashMap<>();

  /** What a body may be. */
  enum Body {
    /** One is passed over. */
    NONE,
    /** JSON in UTF-8. */
    JSON,
    /** Whatever it is. */
    BYTES
  }

  /** What is done for a call. */
  @FunctionalInterface
  interface Action {
    CompletionStage<Answer> act(Call call);
  }

  /**
   * One method of a path.
   *
   * @param operation what a problem calls it, as in {@code sessions.find}
   * @param body what body it reads
   * @param action what it does
   */
  record Endpoint(String operation, Body body, Action action) {}

  private Resource(String template) {
    this.template = template;
    this.segments = template.split("/", -1);
  }

  static Resource at(String template) {
    return new Resource(template);
  }

  /** Adds a method. What can be read with GET can be asked for with HEAD. */
  Resource on(HttpMethod method, String operation, Action action) {
    Body body = JSON.contains(method) ? Body.JSON : Body.NONE;
    Endpoint endpoint = new Endpoint(operation, body, action);
    endpoints.put(method, endpoint);
    if (method.equals(HttpMethod.GET)) {
      endpoints.put(HttpMethod.HEAD, endpoint);
    }
    return this;
  }

  /** Adds a method that takes any bytes. */
  Resource onBytes(HttpMethod method, String operation, Action action) {
    endpoints.put(method, new Endpoint(operation, Body.BYTES, action));
    return this;
  }

  String template() {
    return template;
  }

  boolean isFixed() {
    return template.indexOf('{') < 0;
  }

  /** What is done for a method; null where it is not allowed. */
  @Nullable Endpoint endpoint(HttpMethod method) {
    return endpoints.get(method);
  }

  /** The methods that are allowed, as in {@code Allow}. */
  List<String> methods() {
    List<String> methods = new ArrayList<>();
    endpoints.keySet().forEach(method -> methods.add(method.name()));
    methods.add(HttpMethod.OPTIONS.name());
    return methods;
  }

  /** The variables of a path that fits, undecoded; null where it does not fit. */
  @Nullable List<String> match(String[] path) {
    if (path.length != segments.length) {
      return null;
    }
    List<String> variables = new ArrayList<>(2);
    for (int i = 0; i < path.length; i++) {
      if (segments[i].startsWith("{")) {
        variables.add(path[i]);
      } else if (!segments[i].equals(path[i])) {
        return null;
      }
    }
    return variables;
  }
}
