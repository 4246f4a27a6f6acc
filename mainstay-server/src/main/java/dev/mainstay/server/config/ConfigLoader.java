package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the configuration: defaults, over them the file, over it the environment, over it the
 * flags. What is wrong is an {@link InvalidValueException} that tells where it stands, as in {@code
 * mainstay.yaml:7}, its path, its value (secrets left out) and what is allowed.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Loads it.
   *
   * @param file the YAML file; empty for none
   * @param environment all environment variables; those that begin with {@code MAINSTAY_} are read
   * @param flags values by flag, as in {@code --store}
   */
  public static ServerConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    Node.Mapping root =
        file.map(YamlFile::read)
            .orElseGet(() -> new Node.Mapping(new LinkedHashMap<>(), "configuration"));
    Schema.ROOT.check(root, "");
    Environment.overlay(root, environment);
    flags.forEach((flag, value) -> Overlay.set(root, pathOf(flag), value, flag));
    Schema.ROOT.check(root, "");
    return new ConfigReader(Values.root(root)).read();
  }

  private static List<String> pathOf(String flag) {
    return switch (flag) {
      case "--store" -> List.of("store", "url");
      case "--cache-store" -> List.of("cacheStore", "url");
      default -> List.of(flag.substring(2));
    };
  }
}
