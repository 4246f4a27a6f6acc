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
  private static final Set<HttpMethod> BODIES =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final String template;
  private final String[] segments;
  private final Map<HttpMethod, Endpoint> endpoints = new LinkedHashMap<>();

  /** What is done for a call. */
  @FunctionalInterface
  interface Action {
    CompletionStage<Answer> act(Call call);
  }

  /**
   * One method of a path.
   *
   * @param operation what a problem calls it, as in {@code sessions.find}
   * @param hasBody whether it reads a body; where it does not, one is passed over
   * @param action what it does
   */
  record Endpoint(String operation, boolean hasBody, Action action) {}

  private Resource(String template) {
    this.template = template;
    this.segments = template.split("/", -1);
  }

  static Resource at(String template) {
    return new Resource(template);
  }

  /** Adds a method. What can be read with GET can be asked for with HEAD. */
  Resource on(HttpMethod method, String operation, Action action) {
    boolean hasBody = BODIES.contains(method);
    Endpoint endpoint = new Endpoint(operation, hasBody, action);
    endpoints.put(method, endpoint);
    if (method.equals(HttpMethod.GET)) {
      endpoints.put(HttpMethod.HEAD, endpoint);
    }
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
