package dev.mainstay.server;

import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Invalidations;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionEventStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Watch;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An engine whose replicas lag when the test says so: what it ends is done and not confirmed. */
final class LaggingEngine implements Engine, SessionStore {
  private final Engine engine;
  private final SessionStore store;
  volatile boolean lags;

  LaggingEngine(Engine engine) {
    this.engine = engine;
    this.store = engine.sessions();
  }

  @Override
  public CompletionStage<Creation> start(NewSession session) {
    return store
        .start(session)
        .thenApply(
            creation ->
                lags && creation instanceof Creation.Created created
                    ? new Creation.Unconfirmed(created.session())
                    : creation);
  }

  @Override
  public CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace) {
    return store
        .turn(credential, next, grace)
        .thenApply(
            turn ->
                lags && grace.isZero() && turn instanceof Turn.Turned turned
                    ? new Turn.Unconfirmed(turned.session())
                    : turn);
  }

  @Override
  public CompletionStage<Boolean> settle(SessionKey key, String claim, boolean end) {
    CompletionStage<Boolean> settled = store.settle(key, claim, end);
    return end ? confirmed("sessions.login", settled) : settled;
  }

  @Override
  public CompletionStage<Integer> revoke(Revocation revocation) {
    return confirmed("sessions.revoke", store.revoke(revocation));
  }

  private <T> CompletionStage<T> confirmed(String operation, CompletionStage<T> done) {
    return done.thenApply(
        result -> {
          if (lags) {
            throw new UnconfirmedException(operation);
          }
          return result;
        });
  }

  @Override
  public CompletionStage<Found> find(Credential credential) {
    return store.find(credential);
  }

  @Override
  public CompletionStage<Found> find(Credential credential, Watch watch) {
    return store.find(credential, watch);
  }

  @Override
  public CompletionStage<Boolean> touch(SessionKey key, Duration ago) {
    return store.touch(key, ago);
  }

  @Override
  public CompletionStage<Updated> update(Credential credential, Change change) {
    return store.update(credential, change);
  }

  @Override
  public CompletionStage<Claim> claim(Credential credential, String claim, Duration hold) {
    return store.claim(credential, claim, hold);
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(
      String namespace, String user, Duration staleness) {
    return store.list(namespace, user, staleness);
  }

  @Override
  public SessionStore sessions() {
    return this;
  }

  @Override
  public SessionEventStore sessionEvents() {
    return engine.sessionEvents();
  }

  @Override
  public SessionInvalidations sessionInvalidations() {
    return engine.sessionInvalidations();
  }

  @Override
  public LimitStore limits() {
    return engine.limits();
  }

  @Override
  public CacheStore cache() {
    return engine.cache();
  }

  @Override
  public Invalidations invalidations() {
    return engine.invalidations();
  }

  @Override
  public StoreClock clock() {
    return engine.clock();
  }

  @Override
  public void close() {
    engine.close();
  }
}
