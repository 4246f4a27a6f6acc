package dev.mainstay.internal.sessions.sealing;

import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Change.Op;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionBounds;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.SessionStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One change of a session whose attributes are sealed.
 *
 * <p>What needs no old value (set, remove, put-if-absent) goes down as it came, in one trip. An
 * increment or an append needs one, which the store cannot read: then the session is found, the
 * value computed here, and written on condition that none of the attributes that were relied on has
 * moved. A try is two trips; after one that somebody else came before, another one follows, a
 * random while later. There are at most {@link #TRIES}, and none begins later than {@link #FOR}
 * after the first; then the answer is a conflict.
 *
 * <p>A refusal that is computed here is an answer of the store's all the same: a doomed change asks
 * it in what order things stand (is the session claimed? has anything moved?), and writes nothing.
 */
final class SealedChange {
  private static final int TRIES = 16;
  private static final long FOR = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  /** Expected of an attribute it makes any change a conflict: no attribute was written so often. */
  private static final long NEVER = SessionBounds.INTEGER;

  private final SessionStore store;
  private final Sealing sealing;
  private final Credential credential;
  private final Change change;
  private final long begun = System.nanoTime();

  SealedChange(SessionStore store, Sealing sealing, Credential credential, Change change) {
    this.store = store;
    this.sealing = sealing;
    this.credential = credential;
    this.change = change;
  }

  /** A try: its number from 1 on, since when, and the stored versions that it relies on. */
  private record Try(int number, long since, Map<String, Long> relied) {}

  CompletionStage<Updated> apply() {
    if (change.ops().stream().anyMatch(SealedChange::needsOldValue)) {
      return attempt(1);
    }
    List<Op> sealed = change.ops().stream().map(this::sealed).toList();
    return store
        .update(credential, Change.of(sealed, change.expected()))
        .thenCompose(this::answered);
  }

  /**
   * To the store an attribute that cannot be read is there, to a caller it is not. Where that made
   * a difference, what is left of the change takes the longer way: puts only, each of which may be
   * repeated by a caller who is told that it failed.
   */
  private CompletionStage<Updated> answered(Updated updated) {
    if (updated instanceof Updated.Conflict conflict && isNewsOfOneExpectedAbsent(conflict)) {
      return attempt(1);
    }
    if (!(updated instanceof Updated.Done done)) {
      return answer(updated);
    }
    return sealing.opened(
        credential,
        done.session(),
        opened -> {
          List<Op> unput =
              change.ops().stream().filter(op -> isPutOverUnreadable(op, opened)).toList();
          return unput.isEmpty()
              ? answer(new Updated.Done(opened.session()))
              : new SealedChange(store, sealing, credential, Change.of(unput, Map.of())).attempt(1);
        },
        gone -> gone);
  }

  private boolean isNewsOfOneExpectedAbsent(Updated.Conflict conflict) {
    return conflict.versions().entrySet().stream()
        .anyMatch(
            now -> now.getValue() > 0 && change.expected().getOrDefault(now.getKey(), 1L) == 0);
  }

  private CompletionStage<Updated> attempt(int number) {
    long since = System.nanoTime();
    return store
        .find(credential)
        .thenCompose(
            found ->
                found instanceof Found.Live live
                    ? sealing.opened(
                        credential,
                        live.session(),
                        opened -> attempt(new Try(number, since, reliedOn(opened)), opened),
                        gone -> gone)
                    : answer((Gone) found));
  }

  private CompletionStage<Updated> attempt(Try attempt, Opened seen) {
    Map<String, Long> own = new HashMap<>();
    change.expected().keySet().forEach(name -> own.put(name, seen.version(name)));
    if (!own.equals(change.expected())) {
      return refused(attempt, answer(new Updated.Conflict(Map.copyOf(own))));
    }
    List<Op> ops = new ArrayList<>();
    try {
      change.ops().forEach(op -> ops.add(computed(op, seen)));
    } catch (InvalidValueException unfit) {
      return refused(attempt, CompletableFuture.failedFuture(unfit));
    }
    return store
        .update(credential, Change.of(ops, attempt.relied))
        .thenCompose(
            updated -> {
              if (updated instanceof Updated.Done done) {
                return sealing.opened(
                    credential,
                    done.session(),
                    opened -> answer(new Updated.Done(opened.session())),
                    gone -> gone);
              }
              return updated instanceof Updated.Conflict conflict
                  ? lost(attempt, conflict)
                  : answer(updated);
            });
  }

  /** Gives a refusal, if the store says that it stands. */
  private CompletionStage<Updated> refused(Try attempt, CompletionStage<Updated> refusal) {
    Map<String, Long> doomed = new HashMap<>();
    attempt.relied.keySet().forEach(name -> doomed.put(name, NEVER));
    return store
        .update(credential, Change.of(List.of(), doomed))
        .thenCompose(
            updated -> {
              if (updated instanceof Updated.Conflict conflict) {
                return conflict.versions().equals(attempt.relied)
                    ? refusal
                    : again(attempt, conflict);
              }
              return answer(updated);
            });
  }

  /** Somebody else came first: the caller's affair if the caller named it, else ours. */
  private CompletionStage<Updated> lost(Try attempt, Updated.Conflict conflict) {
    Map<String, Long> own = new HashMap<>(conflict.versions());
    own.keySet().retainAll(change.expected().keySet());
    boolean moved =
        own.entrySet().stream()
            .anyMatch(now -> !now.getValue().equals(attempt.relied.get(now.getKey())));
    return moved ? answer(new Updated.Conflict(Map.copyOf(own))) : again(attempt, conflict);
  }

  private CompletionStage<Updated> again(Try attempt, Updated.Conflict conflict) {
    long now = System.nanoTime();
    // The more who try at once, the further apart, counted in tries: a far store is a slow one.
    long most = Math.min(LONGEST_PAUSE, (now - attempt.since) << Math.min(attempt.number, 10));
    long pause = ThreadLocalRandom.current().nextLong(Math.max(1, most));
    if (attempt.number == TRIES || now + pause - begun > FOR) {
      return answer(conflict);
    }
    return CompletableFuture.supplyAsync(
            () -> attempt(attempt.number + 1),
            CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS))
        .thenCompose(stage -> stage);
  }

  /** What the caller named, and each whose new value depends on its old one. */
  private Map<String, Long> reliedOn(Opened seen) {
    Map<String, Long> relied = new HashMap<>();
    change.expected().keySet().forEach(name -> relied.put(name, seen.storedVersion(name)));
    change.ops().stream()
        .filter(op -> needsOldValue(op) || isPutOverUnreadable(op, seen))
        .forEach(op -> relied.put(op.name(), seen.storedVersion(op.name())));
    return Map.copyOf(relied);
  }

  private static boolean needsOldValue(Op op) {
    return op instanceof Op.Increment || op instanceof Op.Append;
  }

  private static boolean isPutOverUnreadable(Op op, Opened seen) {
    return op instanceof Op.PutIfAbsent && seen.unreadable().containsKey(op.name());
  }

  private Op computed(Op op, Opened seen) {
    String json = seen.session().attributes().json(op.name()).orElse(null);
    if (op instanceof Op.Increment increment) {
      return set(op.name(), increment.applyTo(json));
    }
    if (op instanceof Op.Append append) {
      return set(op.name(), append.applyTo(json));
    }
    return op instanceof Op.PutIfAbsent put && isPutOverUnreadable(op, seen)
        ? set(op.name(), put.json())
        : sealed(op);
  }

  private Op sealed(Op op) {
    if (op instanceof Op.Set set) {
      return set(op.name(), set.json());
    }
    return op instanceof Op.PutIfAbsent put
        ? new Op.PutIfAbsent(op.name(), sealing.seal(credential.key(), op.name(), put.json()))
        : op;
  }

  private Op.Set set(String name, String json) {
    return new Op.Set(name, sealing.seal(credential.key(), name, json));
  }

  private static CompletionStage<Updated> answer(Updated answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
