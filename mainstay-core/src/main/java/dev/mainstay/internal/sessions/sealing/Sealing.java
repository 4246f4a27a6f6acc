package dev.mainstay.internal.sessions.sealing;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.sessions.Attribute;
import dev.mainstay.sessions.Attributes;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.WhenUnreadable;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Whole sessions sealed and opened, and what becomes of one that cannot be read. */
final class Sealing {
  private static final Gone ENDED = new Gone(Gone.Reason.REVOKED);

  private final SessionStore store;
  private final AttributeSeal seal;
  private final WhenUnreadable whenUnreadable;
  private final Listener listener;

  Sealing(SessionStore store, Encryption encryption, Listener listener) {
    this.store = store;
    this.seal = new AttributeSeal(encryption);
    this.whenUnreadable = encryption.whenUnreadable();
    this.listener = listener;
  }

  private Sealing(Sealing same, SessionStore store) {
    this.store = store;
    this.seal = same.seal;
    this.whenUnreadable = same.whenUnreadable;
    this.listener = same.listener;
  }

  /** The same, ending what cannot be read in another store. */
  Sealing on(SessionStore other) {
    return new Sealing(this, other);
  }

  SessionStart seal(SessionKey key, SessionStart start) {
    Map<String, Attribute> sealed = new LinkedHashMap<>();
    start
        .attributes()
        .asMap()
        .forEach(
            (name, value) ->
                sealed.put(name, new Attribute(seal(key, name, value.json()), value.version())));
    return start.attributes(Attributes.stored(sealed));
  }

  String seal(SessionKey key, String name, String json) {
    return seal.seal(key, name, json);
  }

  /**
   * Opens a session that a credential proves and goes on with it; where an attribute cannot be read
   * and the policy says so, the session is ended instead.
   *
   * @param ended the answer that says so
   */
  <T> CompletionStage<T> opened(
      Credential credential,
      Session stored,
      Function<Opened, CompletionStage<T>> live,
      Function<Gone, T> ended) {
    Opened opened = open(credential.key(), stored);
    if (opened.unreadable().isEmpty() || whenUnreadable == WhenUnreadable.DROP) {
      return live.apply(opened);
    }
    // Where the revocation fails the session is refused all the same, and ended by the next find.
    return store
        .revoke(new Revocation.One(credential))
        .handle((revoked, failed) -> ended.apply(ENDED));
  }

  /** Opens what can be read, and tells the listener of what cannot. */
  Opened open(SessionKey key, Session stored) {
    Map<String, Attribute> readable = new LinkedHashMap<>();
    Map<String, Long> unreadable = new LinkedHashMap<>();
    stored
        .attributes()
        .asMap()
        .forEach(
            (name, value) -> {
              String json = seal.open(key, name, value.json());
              if (json == null) {
                unreadable.put(name, value.version());
                listener.on(new Event.PayloadRejected("attribute"));
              } else {
                readable.put(name, new Attribute(json, value.version()));
              }
            });
    Session session =
        new Session(
            stored.id(),
            stored.user(),
            stored.device(),
            stored.policy(),
            Attributes.stored(readable),
            stored.createdAt(),
            stored.lastSeenAt(),
            stored.idle(),
            stored.expiresAt());
    return new Opened(session, unreadable);
  }
}
