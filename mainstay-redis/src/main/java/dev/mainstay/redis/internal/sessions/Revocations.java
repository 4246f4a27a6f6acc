package dev.mainstay.redis.internal.sessions;

import dev.mainstay.errors.UnconfirmedException;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Fenced;
import dev.mainstay.redis.internal.sessions.SessionScripts.Args;
import dev.mainstay.sessions.Fence;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.Revocation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The end of sessions: of one, of a user's, of a namespace's. Acknowledged when the replicas have
 * it, where the fence says so; what they did not confirm in time is done and fails as unconfirmed.
 */
final class Revocations {
  /** Outlives the longest session that was started under the epoch before. */
  private static final Duration EPOCH_TTL = Duration.ofDays(400);

  private static final String EVERYTHING = "sessions.revokeEverything";

  private final SessionScripts scripts;
  private final Epochs epochs;
  private final Fence fence;

  Revocations(SessionScripts scripts, Epochs epochs, Fence fence) {
    this.scripts = scripts;
    this.epochs = epochs;
    this.fence = fence;
  }

  /** Ends what is to end; fails where replicas did not confirm it. */
  CompletionStage<Integer> revoke(Revocation revocation) {
    if (revocation instanceof Revocation.One one) {
      return revoke(one.credential());
    }
    if (revocation instanceof Revocation.Handle handle) {
      return revoke(handle.namespace(), handle.user(), "only", handle.id());
    }
    if (revocation instanceof Revocation.User user) {
      String which = user.exceptId() == null ? "all" : "except";
      return revoke(user.namespace(), user.user(), which, user.exceptId());
    }
    return revoke(((Revocation.Namespace) revocation).namespace());
  }

  private CompletionStage<Integer> revoke(Credential credential) {
    byte[][] keys = {SessionKeys.session(credential.key())};
    return epochs
        .then(
            "sessions.revoke",
            Deadline.WRITE,
            credential.key().namespace(),
            keys[0],
            epoch ->
                scripts.revoke(
                    fence,
                    "sessions.revoke",
                    SessionScripts.REVOKE,
                    keys,
                    RedisSessionStore.proof(credential).add(epoch).add(mark())))
        .thenApply(fenced -> ended("sessions.revoke", fenced));
  }

  private CompletionStage<Integer> revoke(
      String namespace, String user, String which, @Nullable String id) {
    byte[][] keys = {SessionKeys.index(namespace, user)};
    String base = SessionKeys.base(namespace, Partition.of(namespace, user));
    return epochs
        .then(
            "sessions.revokeAll",
            Deadline.WRITE,
            namespace,
            keys[0],
            epoch ->
                scripts.revoke(
                    fence,
                    "sessions.revokeAll",
                    SessionScripts.REVOKE_USER,
                    keys,
                    new Args().add(base).add(epoch).add(which).add(id).add(mark())))
        .thenApply(fenced -> ended("sessions.revokeAll", fenced));
  }

  /** Whether a script that finds nothing to end is to write a mark, for replicas to confirm. */
  private String mark() {
    return scripts.isFenced(fence) ? "1" : "";
  }

  /** How many ended; a failure where replicas did not confirm it. */
  static int ended(String operation, Fenced fenced) {
    if (!fenced.confirmed()) {
      throw new UnconfirmedException(operation);
    }
    return (int) Answers.number(SessionScripts.whole(fenced.reply()).get(0));
  }

  /**
   * A copy of an epoch as it was written.
   *
   * @param number which one
   * @param confirmed whether the replicas have it
   */
  private record Copy(int number, long epoch, boolean confirmed) {}

  /**
   * All copies of the epoch are written, and to one number: each process reads whichever it can,
   * and what one starts under its copy has to be alive by every other.
   */
  private CompletionStage<Integer> revoke(String namespace) {
    long asked = System.nanoTime();
    List<byte[]> keys = SessionKeys.epochs(namespace);
    return write(keys, IntStream.range(0, keys.size()), null)
        .thenCompose(copies -> level(keys, copies))
        .thenAccept(epoch -> epochs.seen(namespace, asked, epoch))
        .thenApplyAsync(
            seen -> 0,
            CompletableFuture.delayedExecutor(
                epochs.knownEverywhere().toMillis(), TimeUnit.MILLISECONDS));
  }

  /** The servers' clocks differ: copies that are lower than another are raised to that. */
  private CompletableFuture<Long> level(List<byte[]> keys, List<Copy> copies) {
    long epoch = copies.stream().mapToLong(Copy::epoch).max().orElseThrow();
    IntStream lower = copies.stream().filter(copy -> copy.epoch < epoch).mapToInt(Copy::number);
    return write(keys, lower, epoch)
        .thenApply(
            raised -> {
              Stream<Copy> others = copies.stream().filter(copy -> copy.epoch == epoch);
              if (!Stream.concat(raised.stream(), others).allMatch(Copy::confirmed)) {
                throw new UnconfirmedException(EVERYTHING);
              }
              return epoch;
            });
  }

  private CompletableFuture<List<Copy>> write(
      List<byte[]> keys, IntStream which, @Nullable Long floor) {
    List<CompletableFuture<Copy>> written =
        which.mapToObj(number -> write(keys.get(number), number, floor)).toList();
    return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> written.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<Copy> write(byte[] key, int number, @Nullable Long floor) {
    Args args = new Args().add(EPOCH_TTL.toMillis());
    return scripts
        .revoke(
            fence,
            EVERYTHING,
            SessionScripts.REVOKE_NAMESPACE,
            new byte[][] {key},
            floor == null ? args.add("") : args.add(floor))
        .thenApply(
            fenced -> {
              List<Object> answer = SessionScripts.whole(fenced.reply());
              return new Copy(number, Answers.number(answer.get(0)), fenced.confirmed());
            });
  }
}
