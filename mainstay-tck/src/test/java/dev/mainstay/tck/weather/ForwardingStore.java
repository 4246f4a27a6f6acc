package dev.mainstay.tck.weather;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
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
import java.util.concurrent.CompletionStage;

/** Leaves all to another store. */
class ForwardingStore implements SessionStore {
  private final SessionStore store;

  ForwardingStore(SessionStore store) {
    this.store = store;
  }

  @Override
  public CompletionStage<Creation> start(NewSession session) {
    return store.start(session);
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
  public CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace) {
    return store.turn(credential, next, grace);
  }

  @Override
  public CompletionStage<Claim> claim(Credential credential, String claim, Duration hold) {
    return store.claim(credential, claim, hold);
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
}
