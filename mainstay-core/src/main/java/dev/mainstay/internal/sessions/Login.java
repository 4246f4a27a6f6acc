package dev.mainstay.internal.sessions;

import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.sessions.Full;
import dev.mainstay.sessions.Rotated;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.SessionStore.Claim;
import dev.mainstay.spi.SessionStore.Creation;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The login from one session into another, in three steps of one round trip each: the old session
 * is claimed, the new one is started in its user's partition, the old one ends.
 *
 * <p>The two live in different slots, so no single step can do it. The claim makes the winner
 * unique: whoever cannot end the old session as its claimant at last ends the new one, whose token
 * nobody has seen yet. A refused login lets the claim go. A process that dies between two steps
 * leaves a claim that is forgotten after five seconds.
 */
final class Login {
  private static final Duration HOLD = Duration.ofSeconds(5);

  private final SessionStore store;
  private final SessionPolicy policy;

  Login(SessionStore store, SessionPolicy policy) {
    this.store = store;
    this.policy = policy;
  }

  CompletionStage<Rotated> from(Credential old, String user) {
    String claim = Token.claim();
    return store
        .claim(old, claim, HOLD)
        .thenCompose(
            claimed -> {
              if (claimed instanceof Claim.Held held) {
                return start(old.key(), claim, held.session(), user);
              }
              return CompletableFuture.completedFuture(
                  claimed instanceof Claim.Ended ended ? ended.gone() : new Rotated.Lost());
            });
  }

  private CompletionStage<Rotated> start(
      SessionKey old, String claim, Session before, String user) {
    Token token = Token.issue(old.namespace(), Partition.of(old.namespace(), user));
    SessionStart start = new SessionStart(user, before.device(), before.attributes());
    String replaces = user.equals(before.user()) ? before.id() : null;
    return store
        .start(new NewSession(token.credential(), start, policy, replaces))
        .handle(
            (created, failed) -> {
              if (created instanceof Creation.Created done) {
                return settle(old, claim, new Rotated.Confirmed(token.text(), done.session()));
              }
              if (created instanceof Creation.Unconfirmed done) {
                return settle(old, claim, new Rotated.Unconfirmed(token.text(), done.session()));
              }
              return undone(release(old, claim, token, failed), failed, new Full(policy.limit()));
            })
        .thenCompose(stage -> stage);
  }

  /** Lets the claim go, and ends what a start that did not answer may have begun. */
  private CompletionStage<?> release(
      SessionKey old, String claim, Token token, @Nullable Throwable failed) {
    CompletionStage<Boolean> released = store.settle(old, claim, false);
    return failed == null
        ? released
        : store
            .revoke(new Revocation.One(token.credential()))
            .handle((any, also) -> released)
            .thenCompose(stage -> stage);
  }

  private CompletionStage<Rotated> settle(SessionKey old, String claim, Rotated.Renewed renewed) {
    return store
        .settle(old, claim, true)
        .handle(
            (ended, failed) -> {
              if (Boolean.TRUE.equals(ended)) {
                return CompletableFuture.<Rotated>completedFuture(renewed);
              }
              if (isUnconfirmed(failed)) {
                return CompletableFuture.<Rotated>completedFuture(
                    new Rotated.Unconfirmed(renewed.token(), renewed.session()));
              }
              Credential started = Token.parse(old.namespace(), renewed.token());
              return undone(
                  store.revoke(new Revocation.One(Objects.requireNonNull(started))),
                  failed,
                  new Rotated.Lost());
            })
        .thenCompose(stage -> stage);
  }

  private static boolean isUnconfirmed(@Nullable Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
    return cause instanceof UnconfirmedException;
  }

  /**
   * The answer, or the failure that came before it, once the undoing has ended. Should that fail
   * too, what is left is a claim that is forgotten or a session whose token nobody has.
   */
  private static CompletionStage<Rotated> undone(
      CompletionStage<?> undoing, @Nullable Throwable failed, Rotated answer) {
    return undoing.handle(
        (any, also) -> {
          if (failed == null) {
            return answer;
          }
          throw failed instanceof CompletionException wrapped
              ? wrapped
              : new CompletionException(failed);
        });
  }
}
