package dev.mainstay.tck.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.SessionStore.Claim;
import dev.mainstay.spi.SessionStore.Creation;
import dev.mainstay.tck.HeldEngine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the tests of sessions share: an engine whose time is held, and short words for its store.
 */
public interface SessionCase {
  /** Idle a minute, lifetime ten, grace ten seconds. */
  SessionPolicy POLICY =
      SessionPolicy.idle(Duration.ofMinutes(1))
          .lifetime(Duration.ofMinutes(10))
          .grace(Duration.ofSeconds(10))
          .named("tck");

  /** The idle time of {@link #POLICY}. */
  long IDLE = POLICY.idle().toMillis();

  /** The lifetime of {@link #POLICY}. */
  long LIFETIME = POLICY.lifetime().toMillis();

  /** For so long an ended session tells why. */
  long MINUTE = 60_000;

  /** Why a session is gone, if it was revoked. */
  Gone REVOKED = new Gone(Gone.Reason.REVOKED);

  /** The engine of this test. */
  HeldEngine held();

  /** Its store. */
  default SessionStore store() {
    return held().engine().sessions();
  }

  /** What a stage answers; what it fails with is thrown. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError("the stage failed", failed.getCause());
    } catch (InterruptedException | TimeoutException stuck) {
      throw new AssertionError("no answer within 30 s", stuck);
    }
  }

  /** A hash of a new secret. */
  static SecretHash hash() {
    return SecretHash.of(new SecureRandom().generateSeed(32));
  }

  /** A credential of a session that is not there yet. */
  static Credential credential(String namespace, @Nullable String user) {
    byte[] id = new byte[12];
    new SecureRandom().nextBytes(id);
    int partition = user == null ? 7 : Partition.of(namespace, user);
    String name = Base64.getUrlEncoder().encodeToString(id);
    return new Credential(new SessionKey(namespace, partition, name), hash());
  }

  /** The same place with another secret. */
  static Credential other(Credential credential) {
    return new Credential(credential.key(), hash());
  }

  /** Attributes with JSON values and no versions yet. */
  static Attributes attributes(Map<String, String> json) {
    Attributes all = Attributes.none();
    for (var entry : json.entrySet()) {
      all = all.withJson(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /** A start that is to be tried. */
  default Creation tryStart(Credential credential, @Nullable String user, SessionPolicy policy) {
    SessionStart start = new SessionStart(user, null, Attributes.none());
    return await(store().start(new NewSession(credential, start, policy, null)));
  }

  /** A session of a user that lives. */
  default Credential started(@Nullable String user) {
    return started("web", user, POLICY);
  }

  /** A session of a user that lives in a namespace under a policy. */
  default Credential started(String namespace, @Nullable String user, SessionPolicy policy) {
    Credential credential = credential(namespace, user);
    assertThat(tryStart(credential, user, policy)).isInstanceOf(Creation.Created.class);
    return credential;
  }

  /** A session of a user that lives, with attributes. */
  default Credential started(String user, Map<String, String> json) {
    Credential credential = credential("web", user);
    SessionStart start = new SessionStart(user, null, attributes(json));
    await(store().start(new NewSession(credential, start, POLICY, null)));
    return credential;
  }

  /** What the store finds. */
  default Found found(Credential credential) {
    return await(store().find(credential));
  }

  /** The live session that is there. */
  default Session live(Credential credential) {
    Found found = found(credential);
    assertThat(found).isInstanceOf(Found.Live.class);
    return ((Found.Live) found).session();
  }

  /** An attribute of the live session that is there. */
  default @Nullable Attribute attribute(Credential credential, String name) {
    return live(credential).attributes().asMap().get(name);
  }

  /** A claim that is held. */
  default void claimed(Credential credential, String claim, long holdMillis) {
    assertThat(await(store().claim(credential, claim, Duration.ofMillis(holdMillis))))
        .isInstanceOf(Claim.Held.class);
  }

  /** Gives the session another secret; the old one works for so long. */
  default Credential turned(Credential credential, long graceMillis) {
    Credential next = other(credential);
    assertThat(await(store().turn(credential, next.hash(), Duration.ofMillis(graceMillis))))
        .isInstanceOf(SessionStore.Turn.Turned.class);
    return next;
  }
}
