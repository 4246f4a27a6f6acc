package dev.mainstay.tck;

import dev.mainstay.sessions.Change;
import dev.mainstay.sessions.Change.Op;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionInfo;
import dev.mainstay.sessions.Updated;
import dev.mainstay.sessions.WhenFull;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The engine in memory with one fault. */
final class FaultyEngine implements HeldEngine, Engine, SessionStore {
  private final HeldMemory held = new HeldMemory(1_800_000_000_000L);
  private final SessionStore right = held.engine().sessions();
  private final SessionEventStore events;
  private final Map<SessionKey, NewSession> started = new HashMap<>();
  private final Map<SessionKey, String> claims = new HashMap<>();
  private final Fault fault;

  FaultyEngine(Fault fault) {
    this.fault = fault;
    this.events = new FaultyEvents(held.engine().sessionEvents(), fault);
  }

  @Override
  public CompletionStage<Creation> start(NewSession session) {
    started.put(session.credential().key(), session);
    String user = session.start().user();
    String namespace = session.credential().key().namespace();
    if (fault == Fault.EVICTS_THE_NEWEST
        && user != null
        && session.policy().whenFull() == WhenFull.EVICT_OLDEST) {
      var there = right.list(namespace, user, Duration.ZERO).toCompletableFuture().join();
      if (there.size() >= session.policy().limit()) {
        String newest = there.get(there.size() - 1).id();
        right.revoke(new Revocation.Handle(namespace, user, newest));
      }
    }
    return right.start(
        fault == Fault.COUNTS_THE_REPLACED
            ? new NewSession(session.credential(), session.start(), session.policy(), null)
            : session);
  }

  @Override
  public CompletionStage<Found> find(Credential credential) {
    return right
        .find(credential)
        .thenApply(
            found -> {
              if (found instanceof Found.Live live
                  && fault == Fault.ENDS_A_MILLISECOND_EARLY
                  && live.session().idleExpiresAt().toEpochMilli() == now()) {
                return new Gone(Gone.Reason.IDLE);
              }
              return found instanceof Gone && fault == Fault.TELLS_NO_REASON ? Gone.UNKNOWN : found;
            });
  }

  @Override
  public CompletionStage<Found> find(Credential credential, Watch watch) {
    return right.find(credential, watch);
  }

  @Override
  public CompletionStage<Boolean> touch(SessionKey key, Duration ago) {
    if (fault == Fault.TOUCHES_AT_NOW) {
      return right.touch(key, Duration.ZERO);
    }
    NewSession session = started.get(key);
    if (fault == Fault.TOUCH_RESURRECTS && session != null) {
      var found = right.find(session.credential()).toCompletableFuture().join();
      if (found.equals(new Gone(Gone.Reason.IDLE))) {
        right.start(session);
      }
    }
    return right.touch(key, ago);
  }

  @Override
  public CompletionStage<Updated> update(Credential credential, Change change) {
    boolean unconditional = fault == Fault.IGNORES_EXPECTED_VERSIONS;
    boolean putting = fault == Fault.PUTS_WHAT_IS_THERE;
    return right.update(credential, unconditional || putting ? copy(change, putting) : change);
  }

  private static Change copy(Change change, boolean putting) {
    Change copy = Change.change();
    for (Op op : change.ops()) {
      if (op instanceof Op.Set set) {
        copy = copy.setJson(set.name(), set.json());
      } else if (op instanceof Op.PutIfAbsent put) {
        int value = Integer.parseInt(put.json());
        copy = putting ? copy.set(put.name(), value) : copy.putIfAbsent(put.name(), value);
      } else if (op instanceof Op.Remove remove) {
        copy = copy.remove(remove.name());
      } else if (op instanceof Op.Increment increment) {
        copy = copy.increment(increment.name(), increment.by());
      } else if (op instanceof Op.Append append) {
        copy = copy.appendJson(append.name(), append.json());
      }
    }
    if (putting) {
      for (var expected : change.expected().entrySet()) {
        copy = copy.ifVersion(expected.getKey(), expected.getValue());
      }
    }
    return copy;
  }

  @Override
  public CompletionStage<Turn> turn(Credential credential, SecretHash next, Duration grace) {
    if (fault == Fault.FORGETS_THE_GRACE) {
      return right.turn(credential, next, Duration.ZERO);
    }
    boolean longer = fault == Fault.GRACE_LASTS_A_MILLISECOND_LONGER && !grace.isZero();
    return right.turn(credential, next, longer ? grace.plusMillis(1) : grace);
  }

  @Override
  public CompletionStage<Claim> claim(Credential credential, String claim, Duration hold) {
    claims.put(credential.key(), claim);
    boolean less = fault == Fault.CLAIM_HOLDS_A_MILLISECOND_LESS;
    return right.claim(credential, claim, less ? hold.minusMillis(1) : hold);
  }

  @Override
  public CompletionStage<Boolean> settle(SessionKey key, String claim, boolean end) {
    String name = fault == Fault.LETS_GO_OF_THE_WRONG_CLAIM ? claims.get(key) : claim;
    return right.settle(key, name == null ? claim : name, end);
  }

  @Override
  public CompletionStage<Integer> revoke(Revocation revocation) {
    if (revocation instanceof Revocation.User user && fault == Fault.LOGS_OUT_THE_ONE_THAT_STAYS) {
      return right.revoke(new Revocation.User(user.namespace(), user.user(), null));
    }
    if (revocation instanceof Revocation.Namespace && fault == Fault.FORGETS_THE_NAMESPACES_END) {
      return CompletableFuture.completedFuture(0);
    }
    return right.revoke(revocation);
  }

  @Override
  public CompletionStage<List<SessionInfo>> list(
      String namespace, String user, Duration staleness) {
    return right
        .list(namespace, user, staleness)
        .thenApply(
            list -> {
              List<SessionInfo> copy = new ArrayList<>(list);
              if (fault == Fault.LISTS_BACKWARDS) {
                Collections.reverse(copy);
              }
              return copy;
            });
  }

  @Override
  public Engine engine() {
    return this;
  }

  @Override
  public Engine another() {
    return this;
  }

  @Override
  public SessionStore sessions() {
    return this;
  }

  @Override
  public SessionEventStore sessionEvents() {
    return events;
  }

  @Override
  public SessionInvalidations sessionInvalidations() {
    return held.engine().sessionInvalidations();
  }

  @Override
  public LimitStore limits() {
    return held.engine().limits();
  }

  @Override
  public CacheStore cache() {
    return held.engine().cache();
  }

  @Override
  public Invalidations invalidations() {
    return held.engine().invalidations();
  }

  @Override
  public StoreClock clock() {
    return held.engine().clock();
  }

  @Override
  public long now() {
    return held.now();
  }

  @Override
  public void advance(long millis) {
    held.advance(millis);
  }

  @Override
  public void check() {
    held.check();
  }

  @Override
  public void close() {
    held.close();
  }
}
