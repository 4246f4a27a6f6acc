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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sessions on any store: tokens in, credentials down; what the store says, back up. */
final class StoredSessions implements AsyncSessions {
  private final String namespace;
  private final SessionPolicy policy;
  private final SessionStore store;
  private final Touches touches;
  private final Marks marks;
  private final @Nullable NearFinds near;
  private final Listener listener;
  private final boolean isHeard;

  StoredSessions(
      String namespace,
      SessionPolicy policy,
      SessionStore store,
      Touches touches,
      Marks marks,
      @Nullable NearFinds near,
      Listener listener) {
    this.namespace = namespace;
    this.policy = policy;
    this.store = store.fenced(policy.fence());
    this.touches = touches;
    this.marks = marks;
    this.near = near;
    this.listener = listener;
    this.isHeard = !listener.equals(Listener.NONE);
  }

  @Override
  public CompletionStage<Started> start(SessionStart start) {
    String user = start.user();
    int partition = user == null ? Token.anyPartition() : Partition.of(namespace, user);
    Token token = Token.issue(namespace, partition);
    NewSession next = new NewSession(token.credential(), start, policy, null);
    return heard(
        "sessions.start",
        evicting(user, () -> store.start(next))
            .thenApply(created -> started(token.text(), created)));
  }

  /** A start may end others of its user. */
  private <T> CompletionStage<T> evicting(
      @Nullable String user, Supplier<CompletionStage<T>> change) {
    return user == null ? change.get() : marks.during(Marks.user(namespace, user), change);
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
    Found kept = near(token);
    return kept == null ? ask(token) : CompletableFuture.completedFuture(kept);
  }

  /** What this process keeps and may answer; {@code null} where nothing. */
  @Nullable Found near(String token) {
    if (near == null || !isHeard) {
      return near == null ? null : near.hit(token);
    }
    long begun = System.nanoTime();
    Found kept = near.hit(token);
    if (kept != null) {
      tell("sessions.find", Outcomes.of(kept), begun);
    }
    return kept;
  }

  /** The same by the store. */
  CompletionStage<Found> ask(String token) {
    Credential credential = Token.parse(namespace, token);
    if (credential == null) {
      return heard("sessions.find", CompletableFuture.completedFuture(Gone.UNKNOWN));
    }
    return heard(
        "sessions.find",
        (near == null ? store.find(credential) : near.ask(store, token, credential))
            .thenApply(
                found -> {
                  if (found instanceof Found.Live live) {
                    touches.used(credential.key(), live.session());
                  }
                  return found;
                }));
  }

  /** Changes the session of a token. */
  private <T> CompletionStage<T> changing(
      Credential credential, Supplier<CompletionStage<T>> change) {
    return marks.during(Marks.session(credential.key().id()), change);
  }

  @Override
  public CompletionStage<Updated> update(String token, Change change) {
    Credential credential = Token.parse(namespace, token);
    return heard(
        "sessions.update",
        credential == null
            ? CompletableFuture.completedFuture(Gone.UNKNOWN)
            : changing(credential, () -> store.update(credential, change)));
  }

  @Override
  public CompletionStage<Rotated> rotate(String token, Rotation rotation) {
    Credential credential = Token.parse(namespace, token);
    if (credential == null) {
      return heard("sessions.rotate", CompletableFuture.completedFuture(Gone.UNKNOWN));
    }
    if (rotation instanceof Rotation.Login login && login.user() != null) {
      String user = login.user();
      return heard(
          "sessions.login",
          changing(
              credential,
              () -> evicting(user, () -> new Login(store, policy).from(credential, user))));
    }
    boolean periodic = rotation instanceof Rotation.Periodic;
    Duration grace = periodic ? policy.grace() : Duration.ZERO;
    return heard("sessions.rotate", changing(credential, () -> turn(credential, grace)));
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
            : changing(credential, () -> store.revoke(new Revocation.One(credential)))
                .thenApply(ended -> ended > 0));
  }

  @Override
  public CompletionStage<Boolean> revoke(String user, String id) {
    Names.check("user", user);
    Names.check("id", id);
    return heard(
        "sessions.revoke",
        ending(Marks.session(id), new Revocation.Handle(namespace, user, id))
            .thenApply(ended -> ended > 0));
  }

  @Override
  public CompletionStage<Integer> revokeAll(String user) {
    Names.check("user", user);
    return heard("sessions.revokeAll", endingAll(user, null));
  }

  @Override
  public CompletionStage<Integer> revokeOthers(String user, String exceptId) {
    Names.check("user", user);
    Names.check("exceptId", exceptId);
    return heard("sessions.revokeAll", endingAll(user, exceptId));
  }

  private CompletionStage<Integer> endingAll(String user, @Nullable String exceptId) {
    return ending(Marks.user(namespace, user), new Revocation.User(namespace, user, exceptId));
  }

  private CompletionStage<Integer> ending(int place, Revocation revocation) {
    return marks.during(place, () -> store.revoke(revocation));
  }

  @Override
  public CompletionStage<Void> revokeEverything() {
    return heard(
        "sessions.revokeEverything",
        ending(Marks.namespace(namespace), new Revocation.Namespace(namespace))
            .thenAccept(any -> {}));
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
    if (!isHeard) {
      return same;
    }
    long begun = System.nanoTime();
    return same.whenComplete(
        (result, failed) -> {
          String outcome = failed == null ? Outcomes.of(result) : Outcomes.of(failed);
          tell(operation, outcome, begun);
        });
  }

  private void tell(String operation, String outcome, long begun) {
    listener.on(new Event.OperationEnded(operation, outcome, System.nanoTime() - begun));
  }
}
