package dev.mainstay.server.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.errors.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each wrong value is told with where it stands, its path, itself and what is allowed. */
class ConfigErrorsTest {
  private static final String HASH = "ab".repeat(32);
  private static final String KEY = "A".repeat(43);
  @TempDir private Path folder;

  private void refuses(String yaml, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("mainstay.yaml"), yaml);
    refuses(Optional.of(file), Map.of(), Map.of(), message.replace("FILE", file.toString()));
  }

  private static void refuses(
      Optional<Path> file,
      Map<String, String> environment,
      Map<String, String> flags,
      String message) {
    assertThatThrownBy(() -> ConfigLoader.load(file, environment, flags))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(message);
  }

  @Test
  void unknownKeys() throws IOException {
    refuses("port: 1\nprot: 2\n", "FILE:2: prot: is unknown; did you mean 'port'?");
    refuses(
        "store:\n  url: redis://x\n  readTimeout: 1s\n",
        "FILE:3: store.readTimeout: is unknown; allowed are readDeadline, tls, url, writeDeadline");
    refuses(
        "policies:\n  web:\n    cookie: {nmae: __Host-x}\n",
        "FILE:3: policies.web.cookie.nmae: is unknown; did you mean 'name'?");
    refuses(
        "apiKeys:\n  - name: a\n    hashh: x\n",
        "FILE:3: apiKeys.0.hashh: is unknown; did you mean 'hash'?");
  }

  @Test
  void keysGivenTwice() throws IOException {
    refuses("port: 1\nport: 2\n", "FILE:2: 'port' is given twice; keep one of the two");
  }

  @Test
  void wrongShapes() throws IOException {
    refuses("port: [1]\n", "FILE:1: port: expects one value");
    refuses("tls: yes\n", "FILE:1: tls: expects a mapping with certificate, key");
    refuses("apiKeys: {name: a}\n", "FILE:1: apiKeys: expects a list");
    refuses("- a\n", "FILE:1: a mapping is expected, as in 'port: 7070'");
    refuses("just text\n", "FILE:1: a mapping is expected, as in 'port: 7070'");
  }

  @Test
  void whatIsNotYaml() throws IOException {
    refuses(
        "port: 1\nhost: [\n",
        "FILE:3: is not YAML: expected the node content, but found '<stream end>'");
    Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xff});
    refuses(Optional.of(file), Map.of(), Map.of(), file + ": is not UTF-8; save it as UTF-8");
    Path missing = folder.resolve("nope.yaml");
    refuses(
        Optional.of(missing),
        Map.of(),
        Map.of(),
        missing + ": cannot be read; name a readable YAML file with --config");
  }

  @Test
  void wrongValues() throws IOException {
    refuses("port: 70700\n", "FILE:1: port: '70700' is not a whole number within 0 to 65535");
    refuses("port: 7e3\n", "FILE:1: port: '7e3' is not a whole number within 0 to 65535");
    refuses(
        "drain: soon\n",
        "FILE:1: drain: 'soon' is not a duration; write a whole number with ms, s, m, h or d, as in"
            + " 30s, or ISO 8601, as in PT30S");
    refuses("drain: 1h\n", "FILE:1: drain: '1h' is not within 0s to 10m");
    refuses(
        "policies:\n  web: {whenFull: evict}\n",
        "FILE:2: policies.web.whenFull: 'evict' is neither evict-oldest nor reject");
    refuses(
        "policies:\n  web:\n    idle: 2h\n    lifetime: 1h\n",
        "FILE:4: policies.web.lifetime: is shorter than idle; the lifetime bounds what idle"
            + " prolongs");
    refuses(
        "policies:\n  a b: {idle: 1h}\n",
        "FILE:2: policies.a b: 'a b' is not 1 to 64 of A-Z a-z 0-9 . _ -");
    refuses(
        "policies:\n  web:\n    cookie: {name: sid}\n",
        "FILE:3: policies.web.cookie.name: 'sid' does not begin with __Host- or __Secure-; for"
            + " plain HTTP in development there is SessionCookie.insecure(name)");
    refuses(
        "allowedOrigins:\n  - https://a.example\n  - a.example\n",
        "FILE:3: allowedOrigins.1: 'a.example' is not an origin; write it as"
            + " https://app.example.com");
    refuses(
        "log: {level: loud}\n", "FILE:1: log.level: 'loud' is none of error, warn, info, debug");
    refuses(
        "tls:\n  certificate: nope.pem\n  key: nope.pem\n",
        "FILE:2: tls.certificate: 'nope.pem' cannot be read; name a readable PEM file");
    refuses("tls:\n  certificate: a.pem\n", "FILE:1: tls.key: is missing");
  }

  @Test
  void secretsAreLeftOut() throws IOException {
    refuses(
        "apiKeys:\n  - {name: a, hash: mk1.secret}\n",
        "FILE:2: apiKeys.0.hash: is not the SHA-256 of a key in 64 hexadecimal digits; ./mainstay"
            + " key makes one");
    refuses(
        "store:\n  url: http://user:secret@host\n",
        "FILE:2: store.url: 'http' is unknown; allowed are"
            + " redis://[user:password@]host[:port][/database],"
            + " redis-sentinel://host[:port],host[:port]/0#name-of-the-primary,"
            + " redis-cluster://host[:port],host[:port], these with rediss for TLS,"
            + " redis-socket:///path, and all with valkey");
  }

  @Test
  void storesOfSeveralServers() throws IOException {
    refusesStore(
        "redis-sentinel://app:secret@s1,s2",
        "the name of the primary is missing behind a #, as in #main;");
    refusesStore("redis-cluster://app:secret@n1/3", "a cluster has no database but 0");
    refusesStore(
        "redis://app:secret@n1,n2", "several hosts are for redis-sentinel:// and redis-cluster://");
  }

  private void refusesStore(String url, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("store.yaml"), "store:\n  url: " + url + "\n");
    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(file + ":2: store.url: ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret");
  }

  @Test
  void keysOfEncryption() throws IOException {
    String remedy = "; ./mainstay key --encryption makes one";
    refuses(
        "encryption: {readsPlain: true}\n",
        "FILE:1: encryption.keys: is missing; the first of them writes" + remedy);
    refuses(
        "encryption:\n  keys:\n    - {id: k1}\n",
        "FILE:3: encryption.keys.0.file: one of file and (in the environment) key is needed"
            + remedy);
    refuses(
        "encryption:\n  keys:\n    - {id: k1, key: " + KEY + "}\n",
        "FILE:3: encryption.keys.0.key: may not stand here; name a file that holds it, or give it"
            + " in the environment");
    refuses(
        "encryption:\n  keys:\n    - {id: k1, file: nope}\n",
        "FILE:3: encryption.keys.0.file: 'nope' cannot be read; name a readable file that holds a"
            + " key");
    Path file = Files.writeString(folder.resolve("key"), KEY + KEY);
    refuses(
        "encryption:\n  keys:\n    - {id: k1, file: " + file + "}\n",
        "FILE:3: encryption.keys.0.file: does not hold 32 bytes in base64" + remedy);
    Files.writeString(file, KEY);
    refuses(
        "encryption:\n  keys: [{id: a.b, file: " + file + "}]\n",
        "FILE:2: encryption.keys.0: is not 1 to 16 of A-Z a-z 0-9 _ - (it has 3)");
    refuses(
        "encryption:\n  keys: [{id: a, file: KEY}, {id: b, file: KEY}]\n"
            .replace("KEY", file.toString()),
        "FILE:2: encryption.keys.1: is the key 'a' under another id");
    refuses(
        "encryption:\n  keys: [{id: a, file: " + file + "}]\n  whenUnreadable: ask\n",
        "FILE:3: encryption.whenUnreadable: 'ask' is neither drop nor end");
    refuses(
        Optional.empty(),
        Map.of("MAINSTAY_ENCRYPTION_KEYS_0_ID", "a", "MAINSTAY_ENCRYPTION_KEYS_0_KEY", KEY + "A"),
        Map.of(),
        "MAINSTAY_ENCRYPTION_KEYS_0_KEY: encryption.keys.0.key: does not hold 32 bytes in base64"
            + remedy);
  }

  @Test
  void keysOfOneNameOrHash() throws IOException {
    refuses(
        "apiKeys:\n  - {name: a, hash: " + HASH + "}\n  - {name: a, hash: " + HASH + "}\n",
        "FILE:3: apiKeys.1.name: 'a' is the name of another key, too");
    refuses(
        "apiKeys:\n  - {name: a, hash: " + HASH + "}\n  - {name: b, hash: " + HASH + "}\n",
        "FILE:3: apiKeys.1.hash: is the hash of another key, too");
  }

  @Test
  void anAddressThatOthersReachNeedsKeys() throws IOException {
    String why =
        " is not a loopback address, so callers need keys; add apiKeys (./mainstay key makes one)"
            + " or bind to 127.0.0.1";
    refuses("host: 0.0.0.0\n", "FILE:1: host: '0.0.0.0'" + why);
    refuses(Optional.empty(), Map.of(), Map.of("--host", "::"), "--host: host: '::'" + why);
    refuses(
        Optional.empty(),
        Map.of("MAINSTAY_HOST", "box.internal"),
        Map.of(),
        "MAINSTAY_HOST: host: 'box.internal'" + why);
  }

  @Test
  void environmentAndFlagsAreNamed() {
    refuses(
        Optional.empty(),
        Map.of("MAINSTAY_PORT", "x"),
        Map.of(),
        "MAINSTAY_PORT: port: 'x' is not a whole number within 0 to 65535");
    refuses(
        Optional.empty(),
        Map.of(),
        Map.of("--port", "x"),
        "--port: port: 'x' is not a whole number within 0 to 65535");
    refuses(
        Optional.empty(),
        Map.of("MAINSTAY_STORE_URI", "redis://x"),
        Map.of(),
        "MAINSTAY_STORE_URI: is unknown; did you mean 'MAINSTAY_STORE_URL'?");
    refuses(
        Optional.empty(),
        Map.of("MAINSTAY_APIKEYS_1_NAME", "x"),
        Map.of(),
        "MAINSTAY_APIKEYS_1_NAME: leaves a gap in the list; the next position is 0");
  }

  @Test
  void caches() throws IOException {
    refuses("caches:\n  c: {ttl: 31d}\n", "FILE:2: caches.c.ttl: '31d' is not within 1ms to 30d");
    refuses("caches:\n  c: {ttl: 0s}\n", "FILE:2: caches.c.ttl: '0s' is not within 1ms to 30d");
    for (String wrong : new String[] {"0.6", "-1", "half", "1", "NaN"}) {
      refuses(
          "caches:\n  c:\n    jitter: " + wrong + "\n",
          "FILE:3: caches.c.jitter: '" + wrong + "' is not within 0 to 0.5");
    }
    refuses(
        "caches:\n  c: {staleIfError: 31d}\n",
        "FILE:2: caches.c.staleIfError: '31d' is not within 0s to 30d");
    refuses(
        "caches:\n  c: {maxBytes: 0}\n",
        "FILE:2: caches.c.maxBytes: '0' is not a whole number within 1 to 67108864");
    refuses(
        "caches:\n  c: {invalidationChannel: 'cache:invalidate'}\n",
        "FILE:2: caches.c.invalidationChannel: 'cache:invalidate' does not have {key} exactly"
            + " once");
    refuses(
        "caches:\n  c: {tellInvalidations: true}\n",
        "FILE:2: caches.c.tellInvalidations: needs an invalidationChannel beside it, as in"
            + " 'cache:invalidate:{key}'");
    refuses("caches:\n  c: {tll: 1m}\n", "FILE:2: caches.c.tll: is unknown; did you mean 'ttl'?");
  }

  @Test
  void limits() throws IOException {
    refuses("limits:\n  api: {per: 1m}\n", "FILE:2: limits.api.permits: is missing");
    refuses("limits:\n  api:\n    permits: 5\n", "FILE:2: limits.api.per: is missing");
    refuses(
        "limits:\n  api:\n    permits: 0\n    per: 1m\n",
        "FILE:3: limits.api.permits: 0 is not within 1 to 1000000000000");
    refuses(
        "limits:\n  api:\n    permits: many\n",
        "FILE:3: limits.api.permits: 'many' is not a whole number within 0 to 1000000000000");
    refuses(
        "limits:\n  api:\n    permits: 5\n    per: 60d\n",
        "FILE:4: limits.api.per: PT1440H is not 1 ms to 31 days in whole microseconds");
    refuses(
        "limits:\n  api:\n    permits: 5\n    per: 1m\n    algorithm: leaky\n",
        "FILE:5: limits.api.algorithm: 'leaky' is none of gcra, fixed-window, sliding-log,"
            + " sliding-counter, token-bucket, leaky-queue, leaky-meter, concurrency");
    refuses(
        "limits:\n  api:\n    permits: 5\n    per: 1m\n    onSilence: shout\n",
        "FILE:5: limits.api.onSilence: 'shout' is none of pass, refuse, alone");
    refuses(
        "limits:\n  api:\n    algorithm: fixed-window\n    permits: 5\n    calendar:\n"
            + "      unit: day\n      zone: Mars\n",
        "FILE:7: limits.api.calendar.zone: 'Mars' is not a time zone, as in Europe/Berlin");
    refuses(
        "limits:\n  take: {permits: 5, per: 1m}\n",
        "FILE:2: limits.take: 'take' is no name for a limit; take another");
    refuses(
        "limits:\n  api: {permit: 5}\n",
        "FILE:2: limits.api.permit: is unknown; did you mean 'permits'?");
    refuses(
        Optional.empty(),
        Map.of("MAINSTAY_LIMITS_API_PERMITS", "5", "MAINSTAY_LIMITS_API_PER", "soon"),
        Map.of(),
        "MAINSTAY_LIMITS_API_PER: limits.api.per: 'soon' is not a duration; write a whole number"
            + " with ms, s, m, h or d, as in 30s, or ISO 8601, as in PT30S");
  }
}
