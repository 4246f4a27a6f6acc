package dev.mainstay.redis.internal.sessions;

import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.redis.internal.keys.SessionKeys;
import dev.mainstay.redis.internal.link.Deadline;
import dev.mainstay.redis.internal.link.Link;
import dev.mainstay.redis.internal.sessions.SessionScripts.Args;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.Watch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way from a credential to its session: the session's hash, and beside it the epoch of its
 * namespace where that is not known. What is not there, or is proved by the hash before, takes a
 * second trip.
 */
final class Finds {
  private final Link link;
  private final SessionScripts scripts;
  private final Epochs epochs;
  private final Listener listener;

  Finds(Link link, SessionScripts scripts, Epochs epochs, Listener listener) {
    this.link = link;
    this.scripts = scripts;
    this.epochs = epochs;
    this.listener = listener;
  }

  /** What a credential leads to. */
  CompletionStage<Found> find(Credential credential) {
    return find(credential, key -> link.hgetall("sessions.find", key));
  }

  /** The same, watched from before it is read on. */
  CompletionStage<Found> find(Credential credential, Watch watch) {
    return find(credential, key -> watched(credential.hash(), key, watch))
        .whenComplete(
            (found, failed) -> {
              if (!(found instanceof Found.Live)) {
                watch.close();
              }
            });
  }

  private CompletableFuture<List<byte[]>> watched(SecretHash hash, byte[] key, Watch watch) {
    return link.tracking()
        .hash("sessions.find", key, watch)
        .thenApply(
            flat -> {
              if (!Face.isOf(hash, flat)) {
                watch.close();
              }
              return flat;
            });
  }

  private CompletionStage<Found> find(
      Credential credential, Function<byte[], CompletableFuture<List<byte[]>>> hash) {
    String namespace = credential.key().namespace();
    long epoch = epochs.known(namespace);
    long since = System.nanoTime();
    CompletableFuture<List<byte[]>> read;
    byte[] key = SessionKeys.session(credential.key());
    if (epoch != Epochs.UNKNOWN) {
      read = hash.apply(key);
      return read.thenCompose(flat -> found(credential, since, flat, epoch));
    }
    CompletionStage<Long> asked = epochs.ask("sessions.find", namespace, key);
    read = hash.apply(key);
    return asked.thenCompose(
        current -> read.thenCompose(flat -> found(credential, since, flat, current)));
  }

  private CompletionStage<Found> found(
      Credential credential, long since, List<byte[]> flat, long epoch) {
    if (flat.isEmpty()) {
      return second(since, link.get("sessions.find", SessionKeys.end(credential.key())))
          .thenApply(record -> Answers.gone(record, credential.hash()));
    }
    Face face = Face.read(flat, 0, credential.key().id());
    if (face == null) {
      listener.on(new Event.PayloadRejected("session"));
      return CompletableFuture.completedFuture(Gone.UNKNOWN);
    }
    if (face.isCurrent(credential.hash())) {
      return CompletableFuture.completedFuture(unlessRevoked(face, credential.key(), epoch));
    }
    if (!face.isPrevious(credential.hash())) {
      return CompletableFuture.completedFuture(Gone.UNKNOWN);
    }
    byte[][] keys = {SessionKeys.session(credential.key())};
    Args args = new Args().add(credential.hash().bytes());
    return second(since, scripts.read("sessions.find", SessionScripts.GRACE, keys, args))
        .thenApply(
            answer ->
                Answers.isYes(answer)
                    ? unlessRevoked(face, credential.key(), epoch)
                    : Gone.UNKNOWN);
  }

  private <T extends @Nullable Object> CompletableFuture<T> second(
      long since, CompletableFuture<T> trip) {
    return link.second("sessions.find", Deadline.READ, since, trip);
  }

  private static Found unlessRevoked(Face face, SessionKey key, long epoch) {
    return face.epoch() < epoch
        ? new Gone(Gone.Reason.REVOKED)
        : new Found.Live(face.toSession(key.id()));
  }
}
