package dev.mainstay.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A compose file as its services are started from it: merge keys are merged, variables replaced.
 *
 * @param file where it stands
 * @param services by name
 * @param volumes the named ones that it declares
 */
record Compose(Path file, Map<String, Service> services, Map<String, Object> volumes) {

  /** As in {@code ${NAME:?why}}, the only form in use: nothing has a default. */
  static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):\\?[^}]+}");

  /** One service; values are as in the file. */
  record Service(String name, Map<String, Object> values) {
    String text(String key) {
      return String.valueOf(values.getOrDefault(key, ""));
    }

    List<String> list(String key) {
      return ((List<?>) values.getOrDefault(key, List.of())).stream().map(String::valueOf).toList();
    }

    Map<String, String> environment() {
      Map<String, String> all = new LinkedHashMap<>();
      map(values.getOrDefault("environment", Map.of()))
          .forEach((name, value) -> all.put(name, String.valueOf(value)));
      return all;
    }

    Map<String, Object> dependsOn() {
      return map(values.getOrDefault("depends_on", Map.of()));
    }

    /** Whether it is a node of the store, and of this kind, as in {@code replicated}. */
    boolean isNode(String kind) {
      return list("command").equals(List.of(kind));
    }
  }

  /**
   * Reads a file.
   *
   * @param variables what the environment holds
   * @throws IllegalArgumentException if the file asks for another variable
   */
  static Compose read(Path file, Map<String, String> variables) {
    Map<String, Object> all = map(merged(load(file)));
    Map<String, Service> services = new LinkedHashMap<>();
    map(all.get("services"))
        .forEach(
            (name, values) ->
                services.put(name, new Service(name, map(replaced(values, variables)))));
    return new Compose(file, services, map(all.getOrDefault("volumes", Map.of())));
  }

  /** The text of a file. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Service> nodes(String kind) {
    return services.values().stream().filter(service -> service.isNode(kind)).toList();
  }

  private static Object load(Path file) {
    return new Load(LoadSettings.builder().setLabel(file.toString()).build())
        .loadFromString(text(file));
  }

  /** YAML 1.2 has no merge keys any more; compose files have. */
  private static Object merged(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Compose::merged).toList();
    }
    if (!(value instanceof Map<?, ?> given)) {
      return value == null ? Map.of() : value;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    if (given.containsKey("<<")) {
      all.putAll(map(merged(given.get("<<"))));
    }
    given.forEach(
        (key, each) -> {
          if (!key.equals("<<")) {
            all.put(String.valueOf(key), merged(each));
          }
        });
    return all;
  }

  private static Object replaced(Object value, Map<String, String> variables) {
    if (value instanceof List<?> list) {
      return list.stream().map(each -> replaced(each, variables)).toList();
    }
    if (value instanceof Map<?, ?> given) {
      Map<String, Object> all = new LinkedHashMap<>();
      given.forEach((key, each) -> all.put(String.valueOf(key), replaced(each, variables)));
      return all;
    }
    return value instanceof String text
        ? VARIABLE
            .matcher(text)
            .replaceAll((MatchResult found) -> variable(found.group(1), variables))
            .replace("$$", "$")
        : value;
  }

  private static String variable(String name, Map<String, String> variables) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the file asks for " + name);
    }
    return value;
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> all = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, each) -> all.put(String.valueOf(key), each));
    return all;
  }
}
