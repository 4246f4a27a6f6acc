package dev.mainstay.internal.sessions;

import dev.mainstay.codec.Names;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.sessions.AsyncSessions;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Full;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Rotation;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Started;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.SessionStore.Creation;
import dev.mainstay.spi.SessionStore.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sessions on any store: tokens in, credentials down; what the store says, back up. */
final class StoredSessions implements AsyncSessions {
  private final String namespace;
  private final SessionPolicy policy;
  private final SessionStore store;
  private final Touches touches;
  private final Listener listener;

  StoredSessions(
      String namespace,
      SessionPolicy policy,
      SessionStore store,
      Touches touches,
      Listener listener) {
    this.namespace = namespace;
    this.policy = policy;
    this.store = store.fenced(policy.fence());
    this.touches = touches;
    this.listener = listener;
  }

  @Override
  public CompletionStage<Started> start(SessionStart start) {
    String user = start.user();
    int partition = user == null ? Token.anyPartition() : Partition.of(namespace, user);
    Token token = Token.issue(namespace, partition);
    return heard(
        "sessions.start",
        store
            .start(new NewSession(token.credential(), start, policy, null))
            .thenApply(created -> started(token.text(), created)));
  }

  private Started started(String token, Creation creation) {
    if (creation instanceof Creation.Created done) {
      return new Started.Confirmed(token, done.session());
    }
    return creation instanceof Creation.Unconfirmed done
        ? new Started.Unconfirmed(token, done.session())
        : new Full(policy.limit());
  }

  @Override
  public CompletionStage<Found> find(String token) {
    Credential credential = Token.parse(namespace, token);
    if (credential == null) {
      return heard("sessions.find", CompletableFuture.completedFuture(Gone.UNKNOWN));
    }
    return heard(
        "sessions.find",
        store
            .find(credential)
            .thenApply(
                found -> {
                  if (found instanceof Found.Live live) {
                    touches.used(credential.key(), live.session());
                  }
                  return found;
                }));
  }

  @Override
  public CompletionStage<Updated> update(String token, Change change) {
    Credential credential = Token.parse(namespace, token);
    return heard(
        "sessions.update",
        credential == null
            ? CompletableFuture.completedFuture(Gone.UNKNOWN)
            : store.update(credential, change));
  }

  @Override
  public CompletionStage<Rotated> rotate(String token, Rotation rotation) {
    Credential credential = Token.parse(namespace, token);
    if (credential == null) {
      return heard("sessions.rotate", CompletableFuture.completedFuture(Gone.UNKNOWN));
    }
    if (rotation instanceof Rotation.Login login && login.user() != null) {
      return heard("sessions.login", new Login(store, policy).from(credential, login.user()));
    }
    boolean periodic = rotation instanceof Rotation.Periodic;
    return heard("sessions.rotate", turn(credential, periodic ? policy.grace() : Duration.ZERO));
  }

  private CompletionStage<Rotated> turn(Credential credential, Duration grace) {
    Token next = Token.issue(credential.key());
    return store
        .turn(credential, next.credential().hash(), grace)
        .thenApply(
            turn -> {
              if (turn instanceof Turn.Turned turned) {
                return new Rotated.Confirmed(next.text(), turned.session());
              }
              if (turn instanceof Turn.Unconfirmed turned) {
                return new Rotated.Unconfirmed(next.text(), turned.session());
              }
              return turn instanceof Turn.Ended ended ? ended.gone() : new Rotated.Lost();
            });
  }

  @Override
  public CompletionStage<Boolean> revoke(String token) {
    Credential credential = Token.parse(namespace, token);
    return heard(
        "sessions.revoke",
        credential == null
            ? CompletableFuture.completedFuture(false)
            : store.revoke(new Revocation.One(credential)).thenApply(ended -> ended > 0));
  }

  @Override
  public CompletionStage<Boolean> revoke(String user, String id) {
    Names.check("user", user);
    Names.check("id", id);
    return heard(
        "sessions.revoke",
        store.revoke(new Revocation.Handle(namespace, user, id)).thenApply(ended -> ended > 0));
  }

  @Override
  public CompletionStage<Integer> revokeAll(String user) {
    Names.check("user", user);
    return heard("sessions.revokeAll", store.revoke(new Revocation.User(namespace, user, null)));
  }

  @Override
  public CompletionStage<Integer> revokeOthers(String user, String exceptId) {
    Names.check("user", user);
    Names.check("exceptId", exceptId);
    return heard(
        "sessions.revokeAll", store.revoke(new Revocation.User(namespace, user, exceptId)));
  }

  @Override
  public CompletionStage<Void> revokeEverything() {
    return heard(
        "sessions.revokeEverything",
        store.revoke(new Revocation.Namespace(namespace)).thenAccept(any -> {}));
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(String user) {
    return list(user, Duration.ZERO);
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(String user, Duration staleness) {
    Names.check("user", user);
    SessionBounds.staleness(staleness);
    return heard("sessions.list", store.list(namespace, user, staleness));
  }

  /** Tells the listener how it ended; without one nothing is measured or built. */
  private <T> CompletionStage<T> heard(String operation, CompletionStage<? extends T> stage) {
    @SuppressWarnings("unchecked") // a stage only gives its value
    CompletionStage<T> same = (CompletionStage<T>) stage;
    if (listener.equals(Listener.NONE)) {
      return same;
    }
    long begun = System.nanoTime();
    return same.whenComplete(
        (result, failed) -> {
          String outcome = failed == null ? Outcomes.of(result) : Outcomes.of(failed);
          listener.on(new Event.OperationEnded(operation, outcome, System.nanoTime() - begun));
        });
  }
}
