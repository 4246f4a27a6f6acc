package dev.mainstay.chaos;

import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Fence;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A store whose calls meet their fates. */
final class ChaosSessionStore implements SessionStore {
  private static final Duration SOON = Duration.ofMillis(100);

  private final SessionStore store;
  private final Dice dice;

  ChaosSessionStore(SessionStore store, Dice dice) {
    this.store = store;
    this.dice = dice;
  }

  @Override
  public SessionStore fenced(Fence fence) {
    return new ChaosSessionStore(store.fenced(fence), dice);
  }

  @Override
  public CompletionStage<Creation> start(NewSession session) {
    return write("sessions.start", () -> store.start(session));
  }

  @Override
  public CompletionStage<Found> find(Credential credential) {
    return read("sessions.find", () -> store.find(credential));
  }

  @Override
  public CompletionStage<Found> find(Credential credential, Watch watch) {
    return read("sessions.find", () -> store.find(credential, watch));
  }

  @Override
  public CompletionStage<Boolean> touch(SessionKey key, Duration ago) {
    return write("sessions.touch", () -> store.touch(key, ago));
  }

  @Override
  public CompletionStage<Updated> update(Credential credential, Change change) {
    return write("sessions.update", () -> store.update(credential, change));
  }

  @Override
  public CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace) {
    return write("sessions.turn", () -> store.turn(credential, next, grace));
  }

  @Override
  public CompletionStage<Claim> claim(Credential credential, String claim, Duration hold) {
    return write("sessions.claim", () -> store.claim(credential, claim, hold));
  }

  @Override
  public CompletionStage<Boolean> settle(SessionKey key, String claim, boolean end) {
    return write("sessions.settle", () -> store.settle(key, claim, end));
  }

  @Override
  public CompletionStage<Integer> revoke(Revocation revocation) {
    return write("sessions.revoke", () -> store.revoke(revocation));
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(
      String namespace, String user, Duration staleness) {
    return read("sessions.list", () -> store.list(namespace, user, staleness));
  }

  private <T> CompletionStage<T> read(String operation, Supplier<CompletionStage<T>> call) {
    return meet(dice.draw(false), operation, call);
  }

  private <T> CompletionStage<T> write(String operation, Supplier<CompletionStage<T>> call) {
    return meet(dice.draw(true), operation, call);
  }

  private static <T> CompletionStage<T> meet(
      Fate fate, String operation, Supplier<CompletionStage<T>> call) {
    CompletionStage<T> done =
        switch (fate.mishap()) {
          case NONE -> call.get();
          case REFUSED -> CompletableFuture.failedStage(refused(operation));
          case LOST_REQUEST -> CompletableFuture.failedStage(lost(operation, Applied.NO));
          case LOST_REPLY ->
              call.get()
                  .thenCompose(
                      any -> CompletableFuture.failedStage(lost(operation, Applied.UNKNOWN)));
        };
    return fate.delayNanos() == 0 ? done : later(done, fate.delayNanos());
  }

  private static <T> CompletionStage<T> later(CompletionStage<T> done, long nanos) {
    CompletableFuture<T> later = new CompletableFuture<>();
    done.whenCompleteAsync(
        (value, problem) -> {
          if (problem == null) {
            later.complete(value);
          } else {
            later.completeExceptionally(problem);
          }
        },
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
    return later;
  }

  private static StoreRefusedException refused(String operation) {
    return new StoreRefusedException(operation, "READONLY", "the store is a replica (by chaos)");
  }

  private static StoreUnavailableException lost(String operation, Applied applied) {
    String what = applied == Applied.NO ? "the request was lost" : "the reply was lost";
    return new StoreUnavailableException(operation, what + " (by chaos)", applied, SOON, null);
  }
}
