package dev.mainstay.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the resource of a path. Paths are compared as they came: a percent sign is decoded within a
 * variable and nowhere else, so that no spelling of a path poses as another.
 */
final class Resources {
  private final Map<String, Match> fixed = new HashMap<>();
  private final List<Resource> variable = new ArrayList<>();

  /**
   * A resource, and the variables of the path that led there.
   *
   * @param variables as they stood in the request line
   */
  record Match(Resource resource, List<String> variables) {}

  Resources(List<Resource> all) {
    for (Resource resource : all) {
      if (resource.isFixed()) {
        fixed.put(resource.template(), new Match(resource, List.of()));
      } else {
        variable.add(resource);
      }
    }
  }

  /**
   * The resource of a path; of several the first that knows the method, so that a verb below a name
   * stands in no key's way. Null where there is none.
   */
  @Nullable Match find(String path, HttpMethod method) {
    Match exact = fixed.get(path);
    if (exact != null) {
      return exact;
    }
    String[] segments = path.split("/", -1);
    Match first = null;
    for (Resource resource : variable) {
      List<String> variables = resource.match(segments);
      if (variables != null) {
        Match match = new Match(resource, variables);
        if (resource.endpoint(method) != null) {
          return match;
        }
        first = first == null ? match : first;
      }
    }
    return first;
  }
}
