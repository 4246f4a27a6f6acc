package dev.mainstay.tck.races;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.Session;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.SessionStore.Turn;
import dev.mainstay.tck.races.Trial.Act;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Actors in this process, spread over engines: connections of their own, as replicas have. */
public final class LocalStable implements Stable {
  private static final Duration GRACE = Duration.ofMillis(2);

  private final List<Engine> engines;

  /** Actors on these engines, which are the caller's to close. */
  public LocalStable(List<Engine> engines) {
    this.engines = List.copyOf(engines);
  }

  @Override
  public CompletionStage<List<String>> run(Heat heat, int share, int shares) {
    return CompletableFuture.supplyAsync(() -> race(heat, share, shares));
  }

  private List<String> race(Heat heat, int share, int shares) {
    Queue<Deed> deeds = new ConcurrentLinkedQueue<>();
    Queue<CompletableFuture<?>> running = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < heat.count(); i++) {
      Trial trial = Trial.of(heat.seed(), heat.first() + i);
      waitUntil(heat.startNanos() + i * heat.slotNanos());
      for (int actor = share; actor < trial.actors().size(); actor += shares) {
        SessionStore store = engines.get(actor / shares % engines.size()).sessions();
        running.add(
            new Run(trial, actor, store, deeds)
                .from(0, trial.credential(), Deed.FIRST_PROOF)
                .toCompletableFuture());
      }
    }
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    return deeds.stream().map(Deed::line).toList();
  }

  private static void waitUntil(long instant) {
    for (long left = instant - System.nanoTime(); left > 0; left = instant - System.nanoTime()) {
      if (left > 200_000) {
        LockSupport.parkNanos(left - 100_000);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    // The engines are the caller's.
  }

  /** One actor of one trial. */
  private record Run(Trial trial, int actor, SessionStore store, Queue<Deed> deeds) {
    CompletionStage<Integer> from(int step, Credential credential, String proof) {
      List<Act> acts = trial.actors().get(actor);
      if (step == acts.size()) {
        return CompletableFuture.completedFuture(step);
      }
      Act act = acts.get(step);
      SecretHash next = trial.hash(actor, step);
      long begun = System.nanoTime();
      return outcome(act, credential, next)
          .handle((outcome, failed) -> failed == null ? outcome : "failed " + failed)
          .thenCompose(
              outcome -> {
                long ended = System.nanoTime();
                Deed deed =
                    new Deed(trial.number(), actor, step, act, proof, begun, ended, outcome);
                deeds.add(deed);
                return outcome.equals("Turned")
                    ? from(step + 1, new Credential(credential.key(), next), deed.name())
                    : from(step + 1, credential, proof);
              });
    }

    private CompletionStage<String> outcome(Act act, Credential credential, SecretHash next) {
      return switch (act) {
        case FIND -> store.find(credential).thenApply(Run::word);
        case UPDATE ->
            store.update(credential, Change.change().increment("n", 1)).thenApply(Run::word);
        case TOUCH -> store.touch(credential.key(), Duration.ZERO).thenApply(String::valueOf);
        case TURN -> store.turn(credential, next, Duration.ZERO).thenApply(Run::word);
        case TURN_WITH_GRACE -> store.turn(credential, next, GRACE).thenApply(Run::word);
        case REVOKE -> ended(new Revocation.One(credential));
        case REVOKE_USER -> ended(new Revocation.User(Trial.NAMESPACE, trial.user(), null));
      };
    }

    private CompletionStage<String> ended(Revocation revocation) {
      return store.revoke(revocation).thenApply(count -> count > 0 ? "ended" : "nothing");
    }

    private static String word(Object answer) {
      if (answer instanceof Gone gone) {
        return gone.reason().name();
      }
      if (answer instanceof Turn.Ended ended) {
        return ended.gone().reason().name();
      }
      if (answer instanceof Updated.Done done) {
        return "Done " + count(done.session());
      }
      return answer instanceof Found.Live ? "Live" : answer.getClass().getSimpleName();
    }
  }

  static String count(Session session) {
    return session.attributes().json("n").orElse("0");
  }
}
