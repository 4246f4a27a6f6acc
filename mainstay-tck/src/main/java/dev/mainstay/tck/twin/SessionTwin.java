package dev.mainstay.tck.twin;

import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Gone;
import dev.mainstay.sessions.SessionPolicy;
import dev.mainstay.sessions.SessionStart;
import dev.mainstay.sessions.Updated;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.NewSession;
import dev.mainstay.spi.Partition;
import dev.mainstay.spi.Revocation;
import dev.mainstay.spi.SecretHash;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.spi.SessionStore.Claim;
import dev.mainstay.spi.SessionStore.Creation;
import dev.mainstay.spi.SessionStore.Turn;
import dev.mainstay.tck.HeldEngine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two engines on one held clock, asked the same at every step of a walk that a seed decides. The
 * first is the oracle: a reply of the second that differs ends the walk with an {@link
 * AssertionError} that names the seed and the last steps.
 *
 * <p>Chance alone would hardly ever meet an edge. So most moves of the clock aim at one: exactly
 * at, a millisecond before or after the end of a session, of its idle tenth, its grace, its claim,
 * or of the minute in which it is remembered.
 */
public final class SessionTwin {
  private static final int KNOWN = 40;
  private static final int SHOWN = 25;
  private static final long[] GRACES = {0, 0, 300, 1_000};
  private static final long[] HOLDS = {200, 700, 5_000};

  private final HeldEngine oracle;
  private final HeldEngine other;
  private final long seed;
  private final Chance chance;
  private final Tally tally = new Tally();
  private final List<Known> known = new ArrayList<>();
  private final Deque<String> last = new ArrayDeque<>();
  private final EventSteps events;
  private @Nullable Known busy;
  private int revocations;

  /** A walk with two engines whose clocks stand at the same instant. */
  public SessionTwin(HeldEngine oracle, HeldEngine other, long seed) {
    this.oracle = oracle;
    this.other = other;
    this.seed = seed;
    this.chance = new Chance(seed);
    this.events = new EventSteps(this, chance, tally);
  }

  /**
   * Walks so many steps; each namespace as a whole is revoked about {@code revocations} times.
   *
   * @return how often each operation had each outcome
   */
  public Tally walk(int steps, int revocationsOfAll) {
    for (int step = 1; step <= steps; step++) {
      step();
      if (revocations < revocationsOfAll && step >= revocations * (steps / revocationsOfAll)) {
        revocations++;
        String namespace = chance.namespace();
        ask("revokeNamespace", store -> store.revoke(new Revocation.Namespace(namespace)));
      }
    }
    return tally;
  }

  private void step() {
    int die = chance.below(100);
    if (chance.oneIn(6) && !known.isEmpty()) {
      events.step(one().current.key());
      return;
    }
    if (die < 16 || known.isEmpty()) {
      start();
    } else if (die < 42) {
      advance();
    } else if (die < 58) {
      find();
    } else if (die < 66) {
      touch();
    } else if (die < 78) {
      update();
    } else if (die < 84) {
      turn();
    } else if (die < 89) {
      claim();
    } else if (die < 93) {
      settle();
    } else if (die < 97) {
      revoke();
    } else {
      String namespace = chance.namespace();
      String user = aUser();
      ask("list", store -> store.list(namespace, user, Duration.ZERO));
    }
  }

  private void advance() {
    long now = oracle.now();
    Known one = busy == null ? one() : busy;
    long holds = one.holdsUntil(now);
    if (holds == 0 || chance.oneIn(3)) {
      one = one();
      long[] boundaries = one.boundaries();
      holds = boundaries[chance.below(boundaries.length)];
      if (chance.oneIn(4)) {
        holds = events.boundary();
      }
    }
    long target = holds - 1 + chance.below(3);
    // Mostly the near ones: a far jump ends all that lives.
    boolean near = target > now && (target < now + 5_000 || chance.oneIn(20));
    long by = near ? target - now : chance.below(chance.oneIn(4) ? 400 : 3);
    busy = near ? one : busy;
    oracle.advance(by);
    other.advance(by);
    note("advance " + by + " to " + oracle.now());
  }

  private void start() {
    String namespace = chance.namespace();
    String user = chance.user();
    int partition = user == null ? chance.below(256) : Partition.of(namespace, user);
    SessionKey key = new SessionKey(namespace, partition, chance.id(12));
    Credential credential = new Credential(key, chance.hash());
    SessionPolicy policy = chance.policy();
    String replaces = chance.oneIn(2) ? null : latestOf(namespace, user);
    SessionStart start = new SessionStart(user, chance.device(), chance.attributes());
    NewSession session = new NewSession(credential, start, policy, replaces);
    Creation creation = ask("start", store -> store.start(session));
    if (creation instanceof Creation.Created created) {
      known.add(new Known(user, credential, created.session()));
      if (known.size() > KNOWN) {
        known.remove(0);
      }
    }
  }

  private @Nullable String latestOf(String namespace, @Nullable String user) {
    for (int i = known.size() - 1; i >= 0; i--) {
      SessionKey key = known.get(i).current.key();
      if (Objects.equals(known.get(i).user, user) && key.namespace().equals(namespace)) {
        return key.id();
      }
    }
    return null;
  }

  private void find() {
    Known one = one();
    Credential credential = credential(one);
    Found found = ask("find", store -> store.find(credential));
    if (found instanceof Found.Live live) {
      one.session = live.session();
      if (!credential.equals(one.current)) {
        tally.count("find", "Live in its grace");
      }
    } else if (!Gone.UNKNOWN.equals(found)) {
      one.ended = true;
    }
  }

  private void touch() {
    Known one = one();
    SessionKey key = one.current.key();
    long seen = one.session.lastSeenAt().toEpochMilli();
    long edge = oracle.now() - seen - one.session.idle().toMillis() / 10;
    long ago = chance.oneIn(2) ? Math.max(0, edge - 1 + chance.below(3)) : chance.below(500);
    ask("touch", store -> store.touch(key, Duration.ofMillis(ago)));
  }

  private void update() {
    Known one = one();
    Credential credential = credential(one);
    var change = chance.change(one.session.attributes());
    Updated updated = ask("update", store -> store.update(credential, change));
    if (updated instanceof Updated.Done done) {
      one.session = done.session();
    } else if (updated instanceof Gone && !Gone.UNKNOWN.equals(updated)) {
      one.ended = credential.equals(one.current);
    }
  }

  private void turn() {
    Known one = one();
    Credential credential = credential(one);
    SecretHash next = chance.hash();
    long grace = GRACES[chance.below(GRACES.length)];
    Turn turn = ask("turn", store -> store.turn(credential, next, Duration.ofMillis(grace)));
    if (turn instanceof Turn.Turned turned) {
      one.turned(new Credential(one.current.key(), next), oracle.now() + grace);
      one.session = turned.session();
      busy = one;
    }
  }

  private void claim() {
    Known one = one();
    Credential credential = credential(one);
    String name = chance.id(6);
    long hold = HOLDS[chance.below(HOLDS.length)];
    Claim claim = ask("claim", store -> store.claim(credential, name, Duration.ofMillis(hold)));
    if (claim instanceof Claim.Held) {
      one.claimed(name, oracle.now() + hold);
      busy = one;
    }
  }

  private void settle() {
    Known one = busy == null || chance.oneIn(3) ? one() : busy;
    String claimant = chance.oneIn(5) ? chance.of(known).claim : one.claim;
    boolean end = chance.oneIn(2);
    ask("settle", store -> store.settle(one.current.key(), claimant, end));
  }

  private void revoke() {
    Known one = one();
    String namespace = chance.oneIn(8) ? chance.namespace() : one.current.key().namespace();
    String user = one.user == null ? aUser() : one.user;
    String id = chance.oneIn(4) ? chance.of(known).current.key().id() : one.current.key().id();
    switch (chance.below(5)) {
      case 0, 1 -> {
        Credential credential = credential(one);
        ask("revokeOne", store -> store.revoke(new Revocation.One(credential)));
      }
      case 2 -> {
        Revocation handle = new Revocation.Handle(namespace, user, id);
        ask("revokeHandle", store -> store.revoke(handle));
      }
      case 3 -> {
        Revocation others = new Revocation.User(namespace, user, id);
        ask("revokeOthers", store -> store.revoke(others));
      }
      default -> {
        Revocation all = new Revocation.User(namespace, user, null);
        ask("revokeUser", store -> store.revoke(all));
      }
    }
  }

  /**
   * The session at whose edge the clock was set, or any; the later and the live ones more often.
   */
  private Known one() {
    Known one = busy == null || chance.oneIn(3) ? any() : busy;
    return one.ended && !chance.oneIn(4) ? any() : one;
  }

  private Known any() {
    int size = known.size();
    return known.get(size - 1 - chance.below(1 + chance.below(size)));
  }

  private String aUser() {
    String user = chance.user();
    return user == null ? "nobody" : user;
  }

  /** Mostly the right one; else an older secret, a wrong one, another's, or another place. */
  private Credential credential(Known one) {
    SessionKey key = one.current.key();
    if (one.isAtGraceEnd(oracle.now()) && chance.oneIn(2)) {
      return one.old.get(one.old.size() - 1);
    }
    return switch (chance.below(20)) {
      case 0 -> new Credential(key, chance.hash());
      case 1 -> new Credential(key, chance.of(known).current.hash());
      case 2 ->
          new Credential(
              new SessionKey(chance.namespace(), key.partition(), key.id()), one.current.hash());
      case 3 ->
          new Credential(
              new SessionKey(key.namespace(), chance.below(256), key.id()), one.current.hash());
      case 4, 5, 6, 7, 8 -> one.old.isEmpty() ? one.current : one.old.get(one.old.size() - 1);
      case 9 -> one.old.isEmpty() ? one.current : chance.of(one.old);
      default -> one.current;
    };
  }

  private <T> @Nullable T ask(String operation, Function<SessionStore, CompletionStage<T>> ask) {
    return askEngine(operation, engine -> ask.apply(engine.sessions()));
  }

  /** Asks both; the oracle's answer, or null where both fail alike. */
  <T> @Nullable T askEngine(String operation, Function<Engine, CompletionStage<T>> ask) {
    Reply<T> expected = Reply.of(ask.apply(oracle.engine()));
    Reply<T> actual = Reply.of(ask.apply(other.engine()));
    note(operation + " -> " + expected);
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "seed "
              + seed
              + ": "
              + operation
              + "\n  expected "
              + expected
              + "\n  but was  "
              + actual
              + "\n  at "
              + oracle.now()
              + " after\n    "
              + String.join("\n    ", last));
    }
    tally.count(operation, expected.outcome());
    return expected.value();
  }

  long now() {
    return oracle.now();
  }

  private void note(String step) {
    last.add(step);
    if (last.size() > SHOWN) {
      last.remove();
    }
  }
}
