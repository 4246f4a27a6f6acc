package dev.mainstay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cache.Freshness;
import dev.mainstay.cache.InvalidationChannel;
import dev.mainstay.limits.CalendarWindow;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.near.Near;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.sessions.WhenUnreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String EVERYTHING =
      """
      host: 0.0.0.0
      port: 7071
      tls: {certificate: PEM, key: PEM}
      apiKeys:
        - {name: web, hash: HASH, namespace: shop, admin: true}
      store:
        url: rediss://user:secret@redis:6379/1
        readDeadline: 100ms
        writeDeadline: PT1S
        tls: {ca: PEM, certificate: PEM, key: PEM}
      cacheStore: {url: redis-socket:///run/redis.sock}
      encryption:
        keys: [{id: k2, file: KEY2}, {id: k1, file: KEY1}]
        whenUnreadable: end
        readsPlain: true
      data: state
      bodyLimit: 2048
      drain: 30s
      policies:
        web:
          idle: 15m
          lifetime: 7d
          grace: 5s
          limit: 3
          whenFull: reject
          fence: off
          events: true
          cookie: {name: sid, insecure: true}
      sessions:
        near: {entries: 5000, maxAge: 500ms}
      limits:
        api: {permits: 100, per: 1m, burst: 20}
        "a b%": {algorithm: concurrency, permits: 3, per: 10s, onSilence: alone, revision: 7}
        month:
          algorithm: fixed-window
          permits: 1000
          calendar: {unit: month, zone: Europe/Berlin}
          within: organisation
          mode: shadow
          onSilence: refuse
      allowedOrigins: [https://App.example.com:443]
      trustedHosts: [Box.internal]
      log: {level: debug, format: json}
      """;

  @TempDir private Path folder;

  /** A file that holds the key of a number. */
  private Path key(String name, int number) throws IOException {
    return Files.writeString(folder.resolve(name), keyText(number) + "\n");
  }

  private static String keyText(int number) {
    byte[] key = new byte[Encryption.KEY_BYTES];
    Arrays.fill(key, (byte) number);
    return Base64.getEncoder().encodeToString(key);
  }

  private ServerConfig load(String yaml, Map<String, String> env, Map<String, String> flags)
      throws IOException {
    Path file = Files.writeString(folder.resolve("mainstay.yaml"), yaml);
    return ConfigLoader.load(Optional.of(file), env, flags);
  }

  @Test
  void withNothingItHasSafeDefaults() {
    ServerConfig config = ConfigLoader.load(Optional.empty(), Map.of(), Map.of());
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(7070);
    assertThat(config.store()).isEmpty();
    assertThat(config.data()).isEqualTo(Path.of("mainstay-data"));
    assertThat(config.bodyLimit()).isEqualTo(1024 * 1024);
    assertThat(config.policies()).containsOnlyKeys("default");
    assertThat(config.policies().get("default").policy()).isEqualTo(SessionPolicy.DEFAULT);
    assertThat(config.policies().get("default").cookie().name()).isEqualTo("__Host-sid");
    assertThat(config.nearSessions()).isEmpty();
  }

  @Test
  void readsEveryValueOfAFile() throws IOException {
    Path pem = Files.writeString(folder.resolve("a.pem"), "x");
    String yaml =
        EVERYTHING
            .replace("PEM", pem.toString())
            .replace("HASH", HASH)
            .replace("KEY1", key("old", 1).toString())
            .replace("KEY2", key("new", 2).toString());
    ServerConfig config = load(yaml, Map.of(), Map.of());

    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isEqualTo(7071);
    assertThat(config.tls()).contains(new TlsFiles(pem, pem));
    assertThat(config.apiKeys())
        .containsExactly(new ApiKey("web", HASH, Optional.of("shop"), true));
    StoreConfig store = config.store().orElseThrow();
    assertThat(store.readDeadline()).contains(Duration.ofMillis(100));
    assertThat(store.writeDeadline()).contains(Duration.ofSeconds(1));
    assertThat(store.ca()).contains(pem);
    assertThat(config.cacheStore())
        .map(StoreConfig::url)
        .contains("redis-socket:///run/redis.sock");
    Encryption encryption = config.encryption().orElseThrow();
    assertThat(encryption.keys().keySet()).containsExactly("k2", "k1");
    assertThat(encryption.keys().get("k1").getEncoded()).hasSize(32).containsOnly(1);
    assertThat(encryption.whenUnreadable()).isEqualTo(WhenUnreadable.END);
    assertThat(encryption.isReadingPlain()).isTrue();
    assertThat(config.data()).isEqualTo(Path.of("state"));
    assertThat(config.bodyLimit()).isEqualTo(2048);
    assertThat(config.drain()).isEqualTo(Duration.ofSeconds(30));
    PolicyConfig web = config.policies().get("web");
    assertThat(web.policy())
        .isEqualTo(
            new SessionPolicy(
                "web",
                Duration.ofMinutes(15),
                Duration.ofDays(7),
                Duration.ofSeconds(5),
                3,
                WhenFull.REJECT,
                Fence.OFF,
                true,
                Optional.empty()));
    assertThat(config.nearSessions()).contains(new Near(5000, Duration.ofMillis(500)));
    assertThat(web.cookie().name()).isEqualTo("sid");
    assertThat(web.cookie().secure()).isFalse();
    readsTheLimits(config);
    assertThat(config.origins().origins()).containsExactly("https://app.example.com");
    assertThat(config.trustedHosts()).containsExactly("box.internal");
    assertThat(config.log()).isEqualTo(new LogConfig("debug", "json"));
    assertThat(config.toString()).doesNotContain("secret", HASH);
  }

  private static void readsTheLimits(ServerConfig config) {
    assertThat(config.limits())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "api",
                Limit.of(100, Duration.ofMinutes(1)).withBurst(20),
                "a b%",
                Limit.concurrency(3, Duration.ofSeconds(10)).onSilence(OnSilence.ALONE).revision(7),
                "month",
                Limit.quota(1000, CalendarWindow.Unit.MONTH, ZoneId.of("Europe/Berlin"))
                    .within("organisation")
                    .mode(Mode.SHADOW)
                    .onSilence(OnSilence.REFUSE)));
  }

  @Test
  void cachesAreAsTheyAreNamed() throws IOException {
    String yaml =
        """
        caches:
          product: {ttl: 1h, jitter: 0, stale: 1d, staleWhileRevalidate: 1m}
          plain: {}
        """;
    ServerConfig config = load(yaml, Map.of(), Map.of());
    Freshness usual = Freshness.of(Duration.ofMinutes(5));
    assertThat(config.cache("product"))
        .isEqualTo(
            usual
                .ttl(Duration.ofHours(1))
                .jitter(0)
                .staleIfError(Duration.ofDays(1))
                .staleWhileRevalidate(Duration.ofMinutes(1)));
    assertThat(config.cache("plain")).isEqualTo(usual);
    assertThat(config.cache("unnamed")).isEqualTo(usual);
  }

  @Test
  void flagsGoOverTheEnvironmentAndThatOverTheFile() throws IOException {
    String yaml = "port: 1\nhost: 127.0.0.1\ndata: file\n";
    Map<String, String> env = Map.of("MAINSTAY_PORT", "2", "MAINSTAY_HOST", "localhost");
    ServerConfig config =
        load(
            yaml, env, Map.of("--port", "3", "--store", "redis://a", "--cache-store", "redis://b"));
    assertThat(config.port()).isEqualTo(3);
    assertThat(config.host()).isEqualTo("localhost");
    assertThat(config.data()).isEqualTo(Path.of("file"));
    assertThat(config.store()).map(StoreConfig::url).contains("redis://a");
    assertThat(config.cacheStore()).map(StoreConfig::url).contains("redis://b");
  }

  @Test
  void everyValueIsAnEnvironmentVariableToo() throws IOException {
    Path pem = Files.writeString(folder.resolve("a.pem"), "x");
    Map<String, String> values = new LinkedHashMap<>();
    for (String path : Schema.PATHS) {
      // A key comes from the one or from the other.
      String position = path.equals("encryption.keys.#.file") ? "1" : "0";
      String name =
          "MAINSTAY_"
              + path.replace("policies.*", "policies.web")
                  .replace("limits.*", "limits.api")
                  .replace("caches.*", "caches.c")
                  .replace("eys.#", "eys." + position)
                  .replace(".#", "")
                  .replace('.', '_')
                  .toUpperCase(Locale.ROOT);
      values.put(name, value(path, pem));
    }
    values.put("MAINSTAY_ENCRYPTION_KEYS_1_ID", "k1");
    values.put("MAINSTAY_ENCRYPTION_KEYS_1_FILE", key("old", 1).toString());
    ServerConfig config = ConfigLoader.load(Optional.empty(), values, Map.of());
    assertThat(config.port()).isEqualTo(1);
    assertThat(config.tls()).isPresent();
    assertThat(config.apiKeys()).containsExactly(new ApiKey("n", HASH, Optional.of("n"), true));
    assertThat(config.cacheStore().orElseThrow().key()).contains(pem);
    assertThat(config.encryption().orElseThrow().keys().keySet()).containsExactly("k0", "k1");
    assertThat(config.policies().get("web").policy().limit()).isEqualTo(1);
    assertThat(config.policies().get("web").cookie().secure()).isFalse();
    assertThat(config.limits())
        .containsOnly(
            Map.entry(
                "api",
                Limit.quota(5, CalendarWindow.Unit.DAY, ZoneId.of("UTC"))
                    .within("n")
                    .mode(Mode.ALLOW)
                    .onSilence(OnSilence.ALONE)
                    .revision(6)));
    Duration two = Duration.ofSeconds(2);
    assertThat(config.nearSessions()).contains(new Near(7, two));
    assertThat(config.cache("c"))
        .isEqualTo(Freshness.of(two).jitter(0.25).stale(two).hardTimeout(two).maxBytes(9));
    assertThat(config.channel("c")).contains(new InvalidationChannel("invalid:{key}", true, true));
    assertThat(config.origins().origins()).containsExactlyInAnyOrder("http://a", "http://b");
    assertThat(config.trustedHosts()).containsExactlyInAnyOrder("a", "b");
    assertThat(config.log()).isEqualTo(new LogConfig("error", "json"));
  }

  private static String value(String path, Path pem) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    return switch (path) {
      case "port" -> "1";
      case "bodyLimit" -> "1024";
      case "allowedOrigins.#" -> "http://a, http://b";
      case "trustedHosts.#" -> "a,b";
      case "policies.*.limit" -> "1";
      case "policies.*.whenFull" -> "reject";
      case "policies.*.fence" -> "in-sync";
      case "limits.*.algorithm" -> "fixed-window";
      case "limits.*.permits" -> "5";
      case "limits.*.per" -> "1d";
      case "limits.*.burst" -> "0";
      case "limits.*.calendar.unit" -> "day";
      case "limits.*.calendar.zone" -> "UTC";
      case "limits.*.onSilence" -> "alone";
      case "limits.*.mode" -> "allow";
      case "limits.*.revision" -> "6";
      case "caches.*.invalidationChannel" -> "invalid:{key}";
      case "caches.*.tellInvalidations", "caches.*.emptyWhenMissed" -> "true";
      case "encryption.keys.#.id" -> "k0";
      case "encryption.keys.#.key" -> keyText(0);
      case "encryption.whenUnreadable" -> "end";
      case "encryption.readsPlain" -> "true";
      case "sessions.near.entries" -> "7";
      case "sessions.near.maxAge" -> "2s";
      case "caches.*.jitter" -> "0.25";
      case "caches.*.maxBytes" -> "9";
      case "log.level" -> "error";
      case "log.format" -> "json";
      default ->
          switch (last) {
            case "hash" -> HASH;
            case "certificate", "key", "ca" -> pem.toString();
            case "url" -> "redis://a";
            case "admin", "insecure", "events" -> "true";
            case "ttl", "stale", "staleWhileRevalidate", "staleIfError", "hardTimeout" -> "2s";
            case "idle", "lifetime", "grace", "drain", "readDeadline", "writeDeadline" -> "1s";
            default -> "n";
          };
    };
  }

  @Test
  void theEnvironmentMaySpellNamesWithUnderscores() throws IOException {
    ServerConfig config =
        load(
            "policies: {Web-App: {idle: 1h}}\nlimits: {web-app: {permits: 5, per: 1m}}\n",
            Map.of(
                "MAINSTAY_STORE_URL", "redis://a",
                "MAINSTAY_STORE_READ_DEADLINE", "1s",
                "MAINSTAY_POLICIES_WEB_APP_WHEN_FULL", "reject",
                "MAINSTAY_LIMITS_WEB_APP_PERMITS", "6",
                "MAINSTAY_LIMITS_WEB_APP_ON_SILENCE", "refuse",
                "MAINSTAY_BODY_LIMIT", "4096"),
            Map.of());
    assertThat(config.bodyLimit()).isEqualTo(4096);
    assertThat(config.store().orElseThrow().readDeadline()).contains(Duration.ofSeconds(1));
    assertThat(config.policies()).containsOnlyKeys("default", "Web-App");
    assertThat(config.policies().get("Web-App").policy().whenFull()).isEqualTo(WhenFull.REJECT);
    assertThat(config.limits())
        .containsOnly(
            Map.entry("web-app", Limit.of(6, Duration.ofMinutes(1)).onSilence(OnSilence.REFUSE)));
  }

  @Test
  void variablesOfOthersArePassedOver() {
    ServerConfig config =
        ConfigLoader.load(
            Optional.empty(),
            Map.of(
                "MAINSTAY_JAVA_OPTS", "-Xmx1g",
                "MAINSTAY_SERVICE_HOST", "10.0.0.1",
                "MAINSTAY_PORT_7070_TCP_ADDR", "10.0.0.1",
                "MAINSTAY_PORT", "tcp://10.0.0.1:7070",
                "PATH", "/bin"),
            Map.of());
    assertThat(config.port()).isEqualTo(7070);
  }
}
