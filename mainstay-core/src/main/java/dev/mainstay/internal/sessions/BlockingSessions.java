package dev.mainstay.internal.sessions;

import dev.mainstay.internal.Blocking;
import dev.mainstay.sessions.AsyncSessions;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionListener;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Sessions;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Subscription;
import dev.mainstay.sessions.Updated;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sessions that wait: each method is its asynchronous twin, joined. What is near is looked at ahead
 * of that, so that a hit builds no stage.
 */
final class BlockingSessions implements Sessions {
  private final SessionsRoot root;
  private final String namespace;
  private final SessionPolicy policy;
  private final Optional<Encryption> encryption;
  private final StoredSessions async;

  BlockingSessions(
      SessionsRoot root,
      String namespace,
      SessionPolicy policy,
      Optional<Encryption> encryption,
      StoredSessions async) {
    this.root = root;
    this.namespace = namespace;
    this.policy = policy;
    this.encryption = encryption;
    this.async = async;
  }

  @Override
  public Started start(SessionStart start) {
    return Blocking.join("sessions.start", async.start(start));
  }

  @Override
  public Found find(String token) {
    Found kept = async.near(token);
    return kept == null ? Blocking.join("sessions.find", async.ask(token)) : kept;
  }

  @Override
  public Updated update(String token, Change change) {
    return Blocking.join("sessions.update", async.update(token, change));
  }

  @Override
  public Rotated rotate(String token, Rotation rotation) {
    return Blocking.join("sessions.rotate", async.rotate(token, rotation));
  }

  @Override
  public boolean revoke(String token) {
    return Blocking.join("sessions.revoke", async.revoke(token));
  }

  @Override
  public boolean revoke(String user, String id) {
    return Blocking.join("sessions.revoke", async.revoke(user, id));
  }

  @Override
  public int revokeAll(String user) {
    return Blocking.join("sessions.revokeAll", async.revokeAll(user));
  }

  @Override
  public int revokeOthers(String user, String exceptId) {
    return Blocking.join("sessions.revokeAll", async.revokeOthers(user, exceptId));
  }

  @Override
  public void revokeEverything() {
    Blocking.join("sessions.revokeEverything", async.revokeEverything().thenApply(done -> true));
  }

  @Override
  public List<SessionInfo> list(String user) {
    return Blocking.join("sessions.list", async.list(user));
  }

  @Override
  public List<SessionInfo> list(String user, Duration staleness) {
    return Blocking.join("sessions.list", async.list(user, staleness));
  }

  @Override
  public Subscription subscribe(SessionListener listener) {
    return root.subscribe(namespace, listener);
  }

  @Override
  public Sessions with(SessionPolicy policy) {
    return root.sessions(namespace, policy, encryption);
  }

  @Override
  public Sessions encrypted(Encryption encryption) {
    return root.sessions(namespace, policy, Optional.of(encryption));
  }

  @Override
  public SessionPolicy policy() {
    return policy;
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public AsyncSessions async() {
    return async;
  }
}
