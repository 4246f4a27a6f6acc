package dev.mainstay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.deploy.Compose.Service;
import dev.mainstay.redis.RedisUrl;
import dev.mainstay.redis.ServerAddress;
import dev.mainstay.server.config.ConfigLoader;
import dev.mainstay.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What compose files say fits together; {@link ComposedNodesTest} runs it. */
class ComposeFilesTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "MAINSTAY_STORE_PASSWORD", "store-secret",
          "MAINSTAY_NODE_PASSWORD", "node-secret",
          "MAINSTAY_KEY_HASH", "ab".repeat(32));

  private static Compose read(String kind) {
    return Compose.read(Deployed.folder(kind).resolve("compose.yaml"), VARIABLES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentinel", "cluster"})
  void everySecretComesFromTheEnvironment(String kind) {
    String text = Compose.text(Deployed.folder(kind).resolve("compose.yaml"));
    Set<String> asked =
        Compose.VARIABLE
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    assertThat(asked).containsExactlyInAnyOrderElementsOf(VARIABLES.keySet());
    assertThat(Compose.VARIABLE.matcher(text).replaceAll("")).doesNotContain("${");
    read(kind)
        .services()
        .values()
        .forEach(
            service ->
                service
                    .environment()
                    .forEach(
                        (name, value) -> {
                          if (name.contains("PASSWORD") || name.contains("HASH")) {
                            assertThat(VARIABLES.get(kindOf(name))).as(name).isEqualTo(value);
                          }
                        }));
  }

  private static String kindOf(String name) {
    return name.contains("HASH") ? "MAINSTAY_KEY_HASH" : name;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentinel", "cluster"})
  void whatServicesNameIsThere(String kind) {
    Compose compose = read(kind);
    for (Service service : compose.services().values()) {
      assertThat(compose.services().keySet()).containsAll(service.dependsOn().keySet());
      for (String mount : service.list("volumes")) {
        String from = mount.substring(0, mount.indexOf(':'));
        if (from.startsWith(".")) {
          assertThat(compose.file().resolveSibling(from)).isRegularFile();
          assertThat(mount).endsWith(":ro");
        } else {
          assertThat(compose.volumes()).containsKey(from);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentinel", "cluster"})
  void nodesAreWatchedKeptAndOfOneRelease(String kind) {
    Compose compose = read(kind);
    for (Service service : compose.services().values()) {
      if (service.values().containsKey("image")) {
        assertThat(service.text("image")).matches("redis:7\\.\\d+");
        assertThat(service.text("user")).isEqualTo("redis");
      } else {
        assertThat(service.name()).isEqualTo("mainstay");
      }
      if (service.environment().containsKey("NODE_NAME")) {
        assertThat(service.values()).containsKey("healthcheck");
        assertThat(service.text("restart")).isEqualTo("unless-stopped");
        assertThat(service.list("volumes")).contains(service.name() + ":/data");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentinel", "cluster"})
  void theServerIsConfiguredForTheseNodes(String kind) {
    Compose compose = read(kind);
    Map<String, String> environment =
        new HashMap<>(compose.services().get("mainstay").environment());
    ServerConfig config =
        ConfigLoader.load(Optional.empty(), environment, Map.of("--host", "0.0.0.0"));
    RedisUrl url = RedisUrl.parse(config.store().orElseThrow().url());
    assertThat(url.user()).isEqualTo("app");
    assertThat(url.password()).isEqualTo(VARIABLES.get("MAINSTAY_STORE_PASSWORD"));
    assertThat(url.servers())
        .hasSize(3)
        .extracting(ServerAddress::host)
        .allMatch(host -> names(compose).anyMatch(host::equals));
    assertThat(config.apiKeys()).hasSize(1);
  }

  private static Stream<String> names(Compose compose) {
    return compose.services().values().stream()
        .map(service -> service.environment().getOrDefault("NODE_NAME", ""));
  }

  /** A line of settings that the page does not explain is one that nobody dares to change. */
  @ParameterizedTest
  @ValueSource(strings = {"sentinel/redis.conf", "sentinel/sentinel.conf", "cluster/redis.conf"})
  void everySettingIsExplained(String name) {
    String page = Compose.text(Deployed.ROOT.resolve("../docs/operations.md"));
    Pattern plain =
        Pattern.compile("port|daemonize|protected-mode|tcp-keepalive|acl-pubsub-default");
    Compose.text(Deployed.ROOT.resolve(name))
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" ")[line.startsWith("sentinel ") ? 1 : 0])
        .filter(word -> !plain.matcher(word).matches())
        .forEach(word -> assertThat(page).containsPattern("(?m)(`|^)" + Pattern.quote(word)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"node.sh", "cluster/form.sh"})
  void scriptsAreForAnyShell(String name) {
    Path file = Deployed.ROOT.resolve(name);
    assertThat(Files.exists(file)).isTrue();
    assertThat(Compose.text(file))
        .startsWith("#!/bin/sh\n")
        .contains("set -eu")
        .doesNotContain("[[");
  }
}
