package dev.mainstay.examples;

import static dev.mainstay.sessions.Attributes.attributes;
import static dev.mainstay.sessions.Change.change;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.embedded.EmbeddedOptions;
import dev.mainstay.embedded.EmbeddedRedis;
import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.redis.RedisEngine;
import dev.mainstay.redis.RedisOptions;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionEvent;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Subscription;
import dev.mainstay.sessions.Updated;
import dev.mainstay.sessions.WhenFull;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documents, run as they are printed: each region is one code block. */
class SessionExamplesTest {
  private static EmbeddedRedis redis;
  private static String url;
  private static Mainstay mainstay;
  private Sessions sessions;

  record Item(String sku, int count) {}

  record Shopper(String locale, int visits) {}

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(EmbeddedOptions.ephemeral());
    url = redis.state().url();
    mainstay = Mainstay.on(RedisEngine.connect(url));
  }

  @AfterAll
  static void stop() {
    mainstay.close();
    redis.close();
  }

  @BeforeEach
  void open() {
    sessions = mainstay.sessions("web", SessionPolicy.idle(ofMinutes(30)));
    List.of("ada", "eve").forEach(sessions::revokeAll);
  }

  @Test
  void firstMinute(@TempDir Path data) {
    // @start region="first-minute"
    EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedOptions.in(data));
    Mainstay mainstay = Mainstay.on(RedisEngine.connect(redis.state().url()));
    Sessions sessions = mainstay.sessions("web", SessionPolicy.idle(ofMinutes(30)));

    String token = sessions.start("ada", attributes("cart", List.of("tea"))).token();
    sessions.update(token, change().append("cart", "milk").increment("visits", 1));

    Session session = sessions.find(token).live().orElseThrow();
    String cart = session.attributes().json("cart").orElseThrow(); // ["tea","milk"]

    sessions.revokeAll("ada"); // log out everywhere
    Found found = sessions.find(token); // Gone[reason=REVOKED]
    // @end
    mainstay.close();
    redis.close();
    assertThat(session.user()).isEqualTo("ada");
    assertThat(cart).isEqualTo("[\"tea\",\"milk\"]");
    assertThat(found).isEqualTo(new Gone(Gone.Reason.REVOKED));
  }

  @Test
  void shortest() {
    // @start region="shortest"
    Mainstay mainstay = Mainstay.on(RedisEngine.connect(url));
    Sessions sessions =
        mainstay.sessions("web", SessionPolicy.idle(ofMinutes(30)).lifetime(ofHours(12)));

    String token = sessions.start("ada", attributes("theme", "dark")).token();
    Found found = sessions.find(token); // on any replica: the session, or why there is none
    // @end
    assertThat(found.isLive()).isTrue();
    mainstay.close();
  }

  @Test
  void encryption() {
    String text = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    // @start region="encryption"
    byte[] key = Encryption.keyFromBase64(text); // 32 random bytes, from where you keep secrets
    Sessions encrypted = sessions.encrypted(Encryption.with("k1", key));
    String token = encrypted.start("ada", attributes("iban", "DE02 1203")).token();
    // @end
    assertThat(iban(encrypted, token)).contains("\"DE02 1203\"");
    assertThat(iban(sessions, token).orElseThrow()).startsWith("\"mse1.k1.");
    byte[] next = new byte[Encryption.KEY_BYTES];
    // @start region="key-rotation"
    Encryption reads = Encryption.with("k1", key).alsoReads("k2", next); // 1. to all replicas
    Encryption writes = Encryption.with("k2", next).alsoReads("k1", key); // 2. to all replicas
    Encryption alone = Encryption.with("k2", next); // 3. after the longest lifetime of a session
    // @end
    assertThat(iban(sessions.encrypted(reads), token)).isPresent();
    assertThat(iban(sessions.encrypted(writes), token)).isPresent();
    assertThat(iban(sessions.encrypted(alone), token)).isEmpty();
  }

  private static Optional<String> iban(Sessions sessions, String token) {
    return sessions.find(token).live().orElseThrow().attributes().json("iban");
  }

  @Test
  void find() {
    String token = sessions.start("ada", attributes("theme", "dark")).token();
    assertThat(answer(token)).isEqualTo("Hello ada, dark");
    sessions.revoke(token);
    assertThat(answer(token)).isEqualTo("401 REVOKED");
  }

  private String answer(String token) {
    // @start region="find"
    Found found = sessions.find(token);
    if (found instanceof Found.Live live) {
      Session session = live.session();
      return "Hello " + session.user() + ", " + session.attributes().get("theme", String.class);
    }
    return "401 " + ((Gone) found).reason(); // UNKNOWN, IDLE, EXPIRED or REVOKED
    // @end
  }

  @Test
  void update() {
    String token = sessions.start("ada", attributes("coupon", "OLD10")).token();
    // @start region="update"
    Updated updated =
        sessions.update(
            token,
            change()
                .set("theme", "dark")
                .putIfAbsent("locale", "en")
                .increment("visits", 1)
                .append("items", new Item("tea", 2))
                .remove("coupon"));
    // @end
    Session session = updated.done().orElseThrow();
    assertThat(session.attributes().get("visits", Integer.class)).isEqualTo(1);
    assertThat(session.attributes().as(Shopper.class)).isEqualTo(new Shopper("en", 1));
    assertThat(session.attributes().names()).doesNotContain("coupon");
  }

  @Test
  void compareAndSet() {
    String token = sessions.start("ada", attributes("step", "cart")).token();
    // @start region="compare-and-set"
    Session session = sessions.find(token).live().orElseThrow();
    long version = session.attributes().version("step");
    Updated updated =
        sessions.update(token, change().set("step", "payment").ifVersion("step", version));
    // @end
    assertThat(updated.done()).isPresent();
    assertThat(sessions.update(token, change().set("step", "done").ifVersion("step", version)))
        .isInstanceOf(Updated.Conflict.class);
  }

  @Test
  void rotate() {
    String token = sessions.start("ada", attributes("theme", "dark")).token();
    // @start region="rotate"
    Rotated rotated = sessions.rotate(token, Rotation.periodic());
    if (rotated instanceof Rotated.Renewed renewed) {
      token = renewed.token(); // send it to the client in this answer
    }
    // @end
    assertThat(sessions.find(token).isLive()).isTrue();
  }

  @Test
  void login() {
    // @start region="login"
    String anonymous =
        sessions.start(SessionStart.anonymous().attributes(attributes("cart", "tea"))).token();
    Rotated rotated = sessions.rotate(anonymous, Rotation.login("ada"));
    // @end
    Session session = ((Rotated.Renewed) rotated).session();
    assertThat(session.user()).isEqualTo("ada");
    assertThat(session.attributes().get("cart", String.class)).isEqualTo("tea");
    assertThat(sessions.find(anonymous)).isEqualTo(new Gone(Gone.Reason.REVOKED));
  }

  @Test
  void logout() {
    String token = sessions.start("ada", attributes("theme", "dark")).token();
    sessions.start(SessionStart.of("ada").device("Firefox on Linux"));
    // @start region="logout"
    List<SessionInfo> devices = sessions.list("ada"); // oldest first, no token in it
    String id = devices.get(0).id();

    sessions.revokeOthers("ada", id); // all but this one
    sessions.revoke("ada", id); // one by its public handle
    sessions.revokeAll("ada"); // log out everywhere
    sessions.revoke(token); // the one that this token opens
    // @end
    assertThat(devices).hasSize(2);
    assertThat(sessions.list("ada")).isEmpty();
  }

  @Test
  void stale() {
    sessions.start("ada", attributes("theme", "dark"));
    // @start region="stale"
    List<SessionInfo> devices = sessions.list("ada", ofSeconds(5)); // by a replica of the store
    // @end
    assertThat(devices).hasSize(1);
  }

  @Test
  void unconfirmed() {
    List<Runnable> retryLater = new ArrayList<>();
    sessions.start(SessionStart.of("ada"));
    // @start region="unconfirmed"
    try {
      sessions.revokeAll("ada");
    } catch (UnconfirmedException e) {
      // Done; a replica does not keep up. Say it again before the user is told that it is certain.
      retryLater.add(() -> sessions.revokeAll("ada"));
    }
    // @end
    assertThat(retryLater).isEmpty();
    assertThat(sessions.list("ada")).isEmpty();
  }

  @Test
  void policies() {
    // @start region="policies"
    SessionPolicy web =
        SessionPolicy.idle(ofMinutes(30))
            .named("web")
            .lifetime(ofHours(12))
            .grace(ofSeconds(10))
            .limit(10)
            .whenFull(WhenFull.EVICT_OLDEST);
    SessionPolicy admin =
        SessionPolicy.idle(ofMinutes(5)).named("admin").limit(1).whenFull(WhenFull.REJECT);

    Sessions users = mainstay.sessions("shop", web);
    Sessions admins = users.with(admin); // the same namespace, other rules
    // @end
    admins.revokeAll("eve");
    assertThat(admins.start(SessionStart.of("eve")).token()).hasSize(67);
    assertThat(users.list("eve")).singleElement().extracting("policy").isEqualTo("admin");
  }

  @Test
  void near() {
    String token = this.sessions.start(SessionStart.of("grace")).token();
    // @start region="near-finds"
    Sessions sessions = mainstay.sessions("web", SessionPolicy.idle(ofMinutes(30)).near(100_000));
    Found found = sessions.find(token); // soon without asking anybody
    // @end
    assertThat(found.isLive()).isTrue();
    Awaitility.await().until(() -> sessions.find(token) == sessions.find(token));
    sessions.revoke(token);
    assertThat(sessions.find(token).isLive()).isFalse();
  }

  @Test
  void options() {
    // @start region="options"
    RedisOptions options =
        RedisOptions.parse(url)
            .withReadDeadline(ofSeconds(1))
            .withWriteDeadline(ofSeconds(2))
            .withHeartbeat(ofSeconds(1));
    try (Mainstay mainstay = Mainstay.on(RedisEngine.connect(options))) {
      mainstay.sessions("web", SessionPolicy.DEFAULT).list("ada");
    }
    // @end
    assertThat(options.toString()).doesNotContain("password");
  }

  /** What a shop does with a cart that nobody came back to. */
  private interface Carts {
    void abandoned(String user, Instant at);
  }

  @Test
  void subscribe() {
    CompletableFuture<String> abandoned = new CompletableFuture<>();
    Carts carts = (user, at) -> abandoned.complete(user);
    // @start region="subscribe"
    Sessions sessions = mainstay.sessions("shop", SessionPolicy.idle(ofMinutes(30)).events(true));
    Subscription subscription =
        sessions.subscribe(
            event -> {
              if (event instanceof SessionEvent.Expired expired) {
                carts.abandoned(expired.user(), expired.at());
              }
            });
    // @end
    sessions.with(SessionPolicy.idle(ofMillis(100)).events(true)).start(SessionStart.of("ada"));
    assertThat(abandoned.completeOnTimeout("nobody", 20, SECONDS).join()).isEqualTo("ada");
    subscription.close();
  }
}
