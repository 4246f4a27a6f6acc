package dev.mainstay.memory;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.Updated;
import dev.mainstay.sessions.WhenFull;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.Watch;
import dev.mainstay.time.StoreClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in plain Java: one map, one lock, no cleverness. Where this class and a script disagree,
 * one of them is wrong, and the contract says which.
 */
final class MemorySessionStore implements SessionStore {
  private static final Comparator<StoredSession> OLDEST_FIRST =
      Comparator.<StoredSession>comparingLong(s -> s.created).thenComparing(s -> s.id);

  private final StoreClock clock;
  private final Map<SessionKey, StoredSession> sessions = new LinkedHashMap<>();
  private final Map<String, Long> epochs = new HashMap<>();
  private final MemorySessionEvents events = new MemorySessionEvents(this);
  private final Watches watches = new Watches();

  /** What ends with all sessions of a namespace. */
  private record Whole(String namespace) {}

  MemorySessionStore(StoreClock clock) {
    this.clock = clock;
  }

  @Override
  public CompletionStage<Creation> start(NewSession session) {
    return step(now -> create(session, now));
  }

  private Creation create(NewSession session, long now) {
    SessionKey key = session.credential().key();
    String user = session.start().user();
    if (user != null) {
      List<StoredSession> others =
          ofUser(key.namespace(), user, now).stream()
              .filter(other -> !other.id.equals(session.replaces()))
              .toList();
      int excess = others.size() - session.policy().limit() + 1;
      if (excess > 0 && session.policy().whenFull() == WhenFull.REJECT) {
        return new Creation.AtLimit(session.policy().limit());
      }
      others.stream().limit(Math.max(0, excess)).forEach(oldest -> revoke(oldest, now));
    }
    StoredSession stored = new StoredSession(session, now, epoch(key.namespace()));
    sessions.put(key, stored);
    events.started(stored);
    return new Creation.Created(stored.toSession());
  }

  @Override
  public CompletionStage<Found> find(Credential credential) {
    return step(
        now -> {
          Gone gone = gone(credential, now);
          return gone == null ? new Found.Live(at(credential.key()).toSession()) : gone;
        });
  }

  @Override
  public CompletionStage<Found> find(Credential credential, Watch watch) {
    SessionKey key = credential.key();
    return step(
        now -> {
          watches.add(key, watch, () -> forget(key, watch));
          Gone gone = gone(credential, now);
          if (gone != null || !at(key).isCurrent(credential.hash())) {
            watch.close();
          }
          return gone == null ? new Found.Live(at(key).toSession()) : gone;
        });
  }

  /** Watches a namespace, as the contract says. */
  CompletionStage<Void> watchNamespace(String namespace, Watch watch) {
    Whole whole = new Whole(namespace);
    return step(now -> {
          watches.add(whole, watch, () -> forget(whole, watch));
          return true;
        })
        .thenAccept(any -> {});
  }

  private void forget(Object what, Watch watch) {
    synchronized (sessions) {
      watches.remove(what, watch);
    }
  }

  @Override
  public CompletionStage<Boolean> touch(SessionKey key, Duration ago) {
    return step(
        now -> {
          StoredSession session = sessions.get(key);
          boolean seen =
              session != null && session.present(now) && session.see(now - ago.toMillis());
          if (seen) {
            watches.tell(key);
          }
          return seen;
        });
  }

  @Override
  public CompletionStage<Updated> update(Credential credential, Change change) {
    return step(now -> change(credential, change, now));
  }

  private Updated change(Credential credential, Change change, long now) {
    Gone gone = gone(credential, now);
    if (gone != null) {
      return gone;
    }
    StoredSession session = at(credential.key());
    if (session.isClaimed(now)) {
      return new Gone(Gone.Reason.REVOKED);
    }
    Map<String, Long> versions = new HashMap<>();
    for (String name : change.expected().keySet()) {
      var attribute = session.attributes.get(name);
      versions.put(name, attribute == null ? 0 : attribute.version());
    }
    if (!versions.equals(change.expected())) {
      return new Updated.Conflict(Map.copyOf(versions));
    }
    Attempt attempt = new Attempt(session.attributes, session.version);
    if (attempt.apply(change.ops())) {
      session.version++;
      session.attributes.clear();
      session.attributes.putAll(attempt.result());
    }
    session.see(now);
    watches.tell(session.key);
    return new Updated.Done(session.toSession());
  }

  @Override
  public CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace) {
    return step(
        now -> {
          Gone gone = gone(credential, now);
          if (gone != null) {
            return new Turn.Ended(gone);
          }
          StoredSession session = at(credential.key());
          if (!session.isCurrent(credential.hash()) || session.isClaimed(now)) {
            return new Turn.Lost();
          }
          session.turn(next, grace.isZero() ? 0 : now + grace.toMillis());
          session.see(now);
          watches.tell(session.key);
          return new Turn.Turned(session.toSession());
        });
  }

  @Override
  public CompletionStage<Claim> claim(Credential credential, String claim, Duration hold) {
    return step(
        now -> {
          Gone gone = gone(credential, now);
          if (gone != null) {
            return new Claim.Ended(gone);
          }
          StoredSession session = at(credential.key());
          if (!session.isCurrent(credential.hash()) || session.isClaimed(now)) {
            return new Claim.Lost();
          }
          session.claim(claim, now + hold.toMillis());
          watches.tell(session.key);
          return new Claim.Held(session.toSession());
        });
  }

  @Override
  public CompletionStage<Boolean> settle(SessionKey key, String claim, boolean end) {
    return step(
        now -> {
          StoredSession session = sessions.get(key);
          if (session == null || !session.present(now) || !session.isClaimedBy(claim, now)) {
            return false;
          }
          if (end) {
            revoke(session, now);
          } else {
            session.release();
            watches.tell(key);
          }
          return true;
        });
  }

  @Override
  public CompletionStage<Integer> revoke(Revocation revocation) {
    return step(now -> end(revocation, now));
  }

  private int end(Revocation revocation, long now) {
    if (revocation instanceof Revocation.One one) {
      if (gone(one.credential(), now) != null) {
        return 0;
      }
      revoke(at(one.credential().key()), now);
      return 1;
    }
    if (revocation instanceof Revocation.Handle handle) {
      return end(
          ofUser(handle.namespace(), handle.user(), now).stream()
              .filter(session -> session.id.equals(handle.id()))
              .toList(),
          now);
    }
    if (revocation instanceof Revocation.User user) {
      return end(
          ofUser(user.namespace(), user.user(), now).stream()
              .filter(session -> !session.id.equals(user.exceptId()))
              .toList(),
          now);
    }
    Revocation.Namespace all = (Revocation.Namespace) revocation;
    epochs.merge(all.namespace(), now, (last, instant) -> Math.max(last + 1, instant));
    watches.tell(new Whole(all.namespace()));
    return 0;
  }

  private int end(List<StoredSession> ending, long now) {
    ending.forEach(session -> revoke(session, now));
    return ending.size();
  }

  private void revoke(StoredSession session, long now) {
    session.revoke(now);
    watches.tell(session.key);
    events.revoked(session, now);
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(
      String namespace, String user, Duration staleness) {
    return step(
        now ->
            ofUser(namespace, user, now).stream()
                .map(StoredSession::toSession)
                .map(
                    s ->
                        new SessionInfo(
                            s.id(),
                            s.device(),
                            s.policy(),
                            s.createdAt(),
                            s.lastSeenAt(),
                            s.idleExpiresAt(),
                            s.expiresAt()))
                .toList());
  }

  /** Why the credential proves no live session; null where it proves one. */
  private @Nullable Gone gone(Credential credential, long now) {
    StoredSession session = sessions.get(credential.key());
    if (session == null) {
      return Gone.UNKNOWN;
    }
    if (!session.present(now)) {
      return session.gone(credential.hash(), now);
    }
    if (!session.isProvenBy(credential.hash(), now)) {
      return Gone.UNKNOWN;
    }
    boolean revoked = session.epoch < epoch(credential.key().namespace());
    return revoked ? new Gone(Gone.Reason.REVOKED) : null;
  }

  /** The session of a credential that was just seen to prove it. */
  private StoredSession at(SessionKey key) {
    StoredSession session = sessions.get(key);
    if (session == null) {
      throw new IllegalStateException("no session at " + key);
    }
    return session;
  }

  private List<StoredSession> ofUser(String namespace, String user, long now) {
    int partition = Partition.of(namespace, user);
    return sessions.entrySet().stream()
        .filter(entry -> entry.getKey().namespace().equals(namespace))
        .filter(entry -> entry.getKey().partition() == partition)
        .map(Map.Entry::getValue)
        .filter(session -> user.equals(session.user))
        .filter(session -> session.present(now) && session.epoch >= epoch(namespace))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  /** What became of these sessions. */
  MemorySessionEvents events() {
    return events;
  }

  /** The session as far as it is remembered; inside a step. */
  @Nullable StoredSession remembered(SessionKey key) {
    return sessions.get(key);
  }

  /** The last revocation of a namespace, 0 where there was none; inside a step. */
  long epoch(String namespace) {
    return epochs.getOrDefault(namespace, 0L);
  }

  /** One atomic step at one instant, after what is forgotten has been dropped. */
  <T> CompletionStage<T> step(LongFunction<T> step) {
    synchronized (sessions) {
      long now = clock.millis();
      sessions.values().removeIf(session -> session.forgotten(now));
      try {
        return CompletableFuture.completedFuture(step.apply(now));
      } catch (RuntimeException failed) {
        return CompletableFuture.failedFuture(failed);
      }
    }
  }
}
