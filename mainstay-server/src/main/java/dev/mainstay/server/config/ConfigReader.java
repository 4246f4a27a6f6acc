package dev.mainstay.server.config;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.http.Ids;
import dev.mainstay.http.OriginCheck;
import dev.mainstay.http.SessionCookie;
import dev.mainstay.near.Near;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.WhenFull;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes the configuration's records of its values, each checked. */
final class ConfigReader {
  private static final int MAX_BODY = 64 << 20;

  private final Values root;

  ConfigReader(Values root) {
    this.root = root;
  }

  ServerConfig read() {
    String host = root.as("host", ConfigReader::host).orElse("127.0.0.1");
    List<ApiKey> keys = keys();
    if (keys.isEmpty() && !LoopbackHost.is(host)) {
      throw root.refused(
          "host",
          "'"
              + host
              + "' is not a loopback address, so callers need keys; add apiKeys (./mainstay key"
              + " makes one) or bind to 127.0.0.1");
    }
    Optional<StoreConfig> store = root.child("store").map(ConfigReader::store);
    Optional<StoreConfig> cacheStore = root.child("cacheStore").map(ConfigReader::store);
    if (cacheStore.isPresent() && store.isEmpty()) {
      throw root.refused("cacheStore", "needs a store beside it; add store.url");
    }
    return new ServerConfig(
        host,
        root.integer("port", 0, 65535).orElse(7070),
        root.child("tls").map(ConfigReader::tls),
        keys,
        store,
        cacheStore,
        root.child("encryption").map(EncryptionReader::read),
        root.as("data", ConfigReader::folder).orElse(Path.of("mainstay-data")),
        root.integer("bodyLimit", 1024, MAX_BODY).orElse(1 << 20),
        root.duration("drain", Duration.ZERO, Duration.ofMinutes(10), "0s to 10m")
            .orElse(Duration.ofSeconds(10)),
        policies(),
        root.child("sessions").flatMap(given -> given.child("near")).map(ConfigReader::near),
        root.child("limits").map(LimitReader::read).orElse(Map.of()),
        root.child("caches").map(CacheReader::read).orElse(Map.of()),
        origins(),
        Set.copyOf(root.list("trustedHosts", ConfigReader::trusted)),
        root.child("log").map(ConfigReader::log).orElse(new LogConfig("info", "auto")));
  }

  private static String host(String text) {
    if (!text.matches("[A-Za-z0-9.:%_-]{1,255}")) {
      throw new InvalidValueException("host", "'" + text + "' is not an address or a host name");
    }
    return text;
  }

  private static Path folder(String text) {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw new InvalidValueException("data", "is not the path of a folder");
    }
    throw new InvalidValueException("data", "is empty; name a folder");
  }

  private static String trusted(String text) {
    if (!text.matches("[A-Za-z0-9._-]{1,255}")) {
      throw new InvalidValueException(
          "trustedHosts", "'" + text + "' is not a host name; write it without scheme and port");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static TlsFiles tls(Values tls) {
    tls.required("certificate");
    tls.required("key");
    return new TlsFiles(tls.file("certificate").orElseThrow(), tls.file("key").orElseThrow());
  }

  private List<ApiKey> keys() {
    Set<String> names = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    return root.children("apiKeys").stream()
        .map(
            key -> {
              ApiKey read = key(key);
              if (!names.add(read.name())) {
                throw key.refused("name", "'" + read.name() + "' is the name of another key, too");
              }
              if (!hashes.add(read.sha256())) {
                throw key.refused("hash", "is the hash of another key, too");
              }
              return read;
            })
        .toList();
  }

  private static ApiKey key(Values key) {
    String hash = key.required("hash").toLowerCase(Locale.ROOT);
    if (!hash.matches("[0-9a-f]{64}")) {
      // The value may be the key itself.
      throw key.refused(
          "hash", "is not the SHA-256 of a key in 64 hexadecimal digits; ./mainstay key makes one");
    }
    String name = Ids.require("name", key.required("name"));
    return new ApiKey(
        name, hash, key.as("namespace", id -> Ids.require("namespace", id)), key.flag("admin"));
  }

  private static StoreConfig store(Values store) {
    store.required("url");
    String url = store.as("url", StoreUrls::require).orElseThrow();
    Values tls = store.child("tls").orElse(null);
    Duration least = Duration.ofMillis(10);
    Duration most = Duration.ofMinutes(1);
    StoreConfig config =
        new StoreConfig(
            url,
            store.duration("readDeadline", least, most, "10ms to 1m"),
            store.duration("writeDeadline", least, most, "10ms to 1m"),
            tls == null ? Optional.empty() : tls.file("ca"),
            tls == null ? Optional.empty() : tls.file("certificate"),
            tls == null ? Optional.empty() : tls.file("key"));
    if (tls != null && config.certificate().isPresent() != config.key().isPresent()) {
      throw tls.refused(
          config.key().isPresent() ? "key" : "certificate",
          "needs the other of certificate and key beside it");
    }
    return config;
  }

  private Map<String, PolicyConfig> policies() {
    Map<String, PolicyConfig> all = new TreeMap<>();
    all.put(SessionPolicy.DEFAULT.name(), PolicyConfig.DEFAULT);
    root.child("policies")
        .ifPresent(
            policies ->
                policies
                    .names()
                    .forEach(
                        name ->
                            all.put(
                                name,
                                policies.child(name).map(p -> policy(name, p)).orElseThrow())));
    return Map.copyOf(all);
  }

  private static PolicyConfig policy(String name, Values given) {
    Duration most = SessionPolicy.LONGEST;
    SessionPolicy usual = SessionPolicy.DEFAULT;
    Duration idle =
        given.duration("idle", Duration.ofMillis(100), most, "100ms to 366d").orElse(usual.idle());
    Duration lifetime =
        given
            .duration("lifetime", Duration.ofMillis(100), most, "100ms to 366d")
            .orElse(idle.compareTo(usual.lifetime()) > 0 ? idle : usual.lifetime());
    if (lifetime.compareTo(idle) < 0) {
      throw given.refused(
          "lifetime", "is shorter than idle; the lifetime bounds what idle prolongs");
    }
    try {
      SessionPolicy policy =
          new SessionPolicy(
              name,
              idle,
              lifetime,
              given
                  .duration("grace", Duration.ZERO, Duration.ofMinutes(5), "0s to 5m")
                  .orElse(usual.grace()),
              given.integer("limit", 1, 1000).orElse(usual.limit()),
              given.as("whenFull", ConfigReader::whenFull).orElse(usual.whenFull()),
              given.as("fence", ConfigReader::fence).orElse(usual.fence()),
              given.flag("events"),
              usual.near());
      return new PolicyConfig(
          policy, given.child("cookie").map(ConfigReader::cookie).orElse(SessionCookie.standard()));
    } catch (InvalidValueException e) {
      throw e.field().startsWith("policy.") ? given.refused(e) : e;
    }
  }

  private static Near near(Values given) {
    given.required("entries");
    Near usual = SessionPolicy.DEFAULT.near(1).near().orElseThrow();
    return new Near(
        given.integer("entries", 1, Near.MOST_ENTRIES).orElseThrow(),
        given
            .duration("maxAge", Near.SHORTEST, Near.LONGEST, "100ms to 1m")
            .orElse(usual.maxAge()));
  }

  private static Fence fence(String text) {
    return switch (text) {
      case "in-sync" -> Fence.IN_SYNC;
      case "off" -> Fence.OFF;
      default ->
          throw new InvalidValueException("fence", "'" + text + "' is neither in-sync nor off");
    };
  }

  private static WhenFull whenFull(String text) {
    return switch (text) {
      case "evict-oldest" -> WhenFull.EVICT_OLDEST;
      case "reject" -> WhenFull.REJECT;
      default ->
          throw new InvalidValueException(
              "whenFull", "'" + text + "' is neither evict-oldest nor reject");
    };
  }

  private static SessionCookie cookie(Values cookie) {
    boolean insecure = cookie.flag("insecure");
    return cookie
        .as("name", name -> insecure ? SessionCookie.insecure(name) : SessionCookie.named(name))
        .orElseGet(() -> insecure ? SessionCookie.insecure("sid") : SessionCookie.standard());
  }

  private OriginCheck origins() {
    return new OriginCheck(
        Set.copyOf(
            root.list(
                "allowedOrigins",
                origin -> OriginCheck.allowing(origin).origins().iterator().next())));
  }

  private static LogConfig log(Values log) {
    return new LogConfig(
        log.as("level", text -> oneOf(text, "error", "warn", "info", "debug")).orElse("info"),
        log.as("format", text -> oneOf(text, "auto", "text", "json")).orElse("auto"));
  }

  private static String oneOf(String text, String... allowed) {
    if (!List.of(allowed).contains(text)) {
      throw new InvalidValueException(
          "log", "'" + text + "' is none of " + String.join(", ", allowed));
    }
    return text;
  }
}
