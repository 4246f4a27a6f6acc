package dev.mainstay.internal.sessions.sealing;

import dev.mainstay.events.Listener;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Encryption;
import dev.mainstay.sessions.Fence;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Watch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A store of sessions whose attributes another store holds sealed: encrypted on the way down, read
 * on the way up, by the same contract. Whatever else there is of a session passes through.
 *
 * <p>An attribute is bound to its session's id, so a login, which starts a new session with the
 * attributes of the old one, binds them anew without knowing.
 */
public final class SealedSessionStore implements SessionStore {
  private final SessionStore store;
  private final Sealing sealing;

  /** Sessions in a store; a listener hears of attributes that cannot be read. */
  public SealedSessionStore(SessionStore store, Encryption encryption, Listener listener) {
    this.store = store;
    this.sealing = new Sealing(store, encryption, listener);
  }

  private SealedSessionStore(SessionStore store, Sealing sealing) {
    this.store = store;
    this.sealing = sealing;
  }

  @Override
  public SessionStore fenced(Fence fence) {
    SessionStore fenced = store.fenced(fence);
    return new SealedSessionStore(fenced, sealing.on(fenced));
  }

  @Override
  public CompletionStage<Creation> start(NewSession session) {
    Credential credential = session.credential();
    NewSession sealed =
        new NewSession(
            credential,
            sealing.seal(credential.key(), session.start()),
            session.policy(),
            session.replaces());
    return store.start(sealed).thenApply(creation -> opened(credential.key(), creation));
  }

  private Creation opened(SessionKey key, Creation creation) {
    if (creation instanceof Creation.Created created) {
      return new Creation.Created(sealing.open(key, created.session()).session());
    }
    return creation instanceof Creation.Unconfirmed created
        ? new Creation.Unconfirmed(sealing.open(key, created.session()).session())
        : creation;
  }

  @Override
  public CompletionStage<Found> find(Credential credential) {
    return store.find(credential).thenCompose(found -> opened(credential, found));
  }

  @Override
  public CompletionStage<Found> find(Credential credential, Watch watch) {
    return store
        .find(credential, watch)
        .thenCompose(found -> opened(credential, found))
        .whenComplete(
            (found, failed) -> {
              if (!(found instanceof Found.Live)) {
                watch.close();
              }
            });
  }

  private CompletionStage<Found> opened(Credential credential, Found found) {
    return found instanceof Found.Live live
        ? sealing.opened(
            credential,
            live.session(),
            opened -> answer(new Found.Live(opened.session())),
            gone -> gone)
        : answer(found);
  }

  @Override
  public CompletionStage<Boolean> touch(SessionKey key, Duration ago) {
    return store.touch(key, ago);
  }

  @Override
  public CompletionStage<Updated> update(Credential credential, Change change) {
    return new SealedChange(store, sealing, credential, change).apply();
  }

  @Override
  public CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace) {
    return store
        .turn(credential, next, grace)
        .thenCompose(
            turn -> {
              if (turn instanceof Turn.Turned turned) {
                return opened(credential, next, turned.session(), Turn.Turned::new);
              }
              return turn instanceof Turn.Unconfirmed turned
                  ? opened(credential, next, turned.session(), Turn.Unconfirmed::new)
                  : answer(turn);
            });
  }

  private CompletionStage<Turn> opened(
      Credential old, SecretHash next, Session session, Function<Session, Turn> turned) {
    return sealing.opened(
        new Credential(old.key(), next),
        session,
        opened -> answer(turned.apply(opened.session())),
        Turn.Ended::new);
  }

  @Override
  public CompletionStage<Claim> claim(Credential credential, String claim, Duration hold) {
    return store
        .claim(credential, claim, hold)
        .thenCompose(
            claimed ->
                claimed instanceof Claim.Held held
                    ? sealing.opened(
                        credential,
                        held.session(),
                        opened -> answer(new Claim.Held(opened.session())),
                        Claim.Ended::new)
                    : answer(claimed));
  }

  @Override
  public CompletionStage<Boolean> settle(SessionKey key, String claim, boolean end) {
    return store.settle(key, claim, end);
  }

  @Override
  public CompletionStage<Integer> revoke(Revocation revocation) {
    return store.revoke(revocation);
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(
      String namespace, String user, Duration staleness) {
    return store.list(namespace, user, staleness);
  }

  private static <T> CompletionStage<T> answer(T answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
