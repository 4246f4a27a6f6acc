package dev.mainstay.internal.sessions;

import dev.mainstay.codec.Names;
import dev.mainstay.events.Listener;
import dev.mainstay.internal.Quiet;
import dev.mainstay.internal.sessions.sealing.SealedSessionStore;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.SessionListener;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Subscription;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.SessionStore;
import java.util.Optional;

/** Builds the sessions of any namespace and policy on one engine; they share what is lazy. */
public final class SessionsRoot implements AutoCloseable {
  private final Engine engine;
  private final Listener listener;
  private final Touches touches;
  private final Subscriptions subscriptions;
  private final Marks marks = new Marks();
  private final Nears nears;

  /** Sessions on an engine, heard by a listener. */
  public SessionsRoot(Engine engine, Listener listener) {
    this.engine = engine;
    this.listener = Quiet.of(listener);
    this.touches = new Touches(engine, this.listener);
    this.subscriptions = new Subscriptions(engine, this.listener);
    this.nears = new Nears(engine, touches, marks);
  }

  /** The sessions of a namespace. Cheap: nothing is opened. */
  public Sessions sessions(String namespace, SessionPolicy policy) {
    return sessions(namespace, policy, Optional.empty());
  }

  /** The same, with encryption their attributes are encrypted before the store sees them. */
  Sessions sessions(String namespace, SessionPolicy policy, Optional<Encryption> encryption) {
    Names.check("namespace", namespace);
    SessionStore store = engine.sessions();
    if (encryption.isPresent()) {
      store = new SealedSessionStore(store, encryption.get(), listener);
    }
    NearFinds near = nears.of(namespace, policy.near(), encryption);
    var async = new StoredSessions(namespace, policy, store, touches, marks, near, listener);
    return new BlockingSessions(this, namespace, policy, encryption, async);
  }

  Subscription subscribe(String namespace, SessionListener listener) {
    return subscriptions.subscribe(namespace, listener);
  }

  /** Ends the subscriptions and sends the notes of uses that still wait. */
  @Override
  public void close() {
    subscriptions.close();
    touches.close();
  }
}
