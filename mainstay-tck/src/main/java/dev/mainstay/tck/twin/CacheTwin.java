package dev.mainstay.tck.twin;

import dev.mainstay.memory.MemoryEngine;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store of caches beside the one in memory: both are told the same, drawn from one seed, and must
 * answer the same, but for the numbers of leases, values and moves, which each makes by itself.
 * Tickets are tried that are void, and by entries that they are not of. Nothing lapses on the way.
 */
public final class CacheTwin {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final int SOME = 3;
  private static final int SHOWN = 14;
  private static final int REMEMBERED = 8;

  private final CacheStore memory = MemoryEngine.create().cache();
  private final CacheStore store;
  private final long seed;
  private final CacheChance chance;
  private final Tally tally = new Tally();
  private final Deque<String> last = new ArrayDeque<>();
  private final Renamed stamps = new Renamed();
  private final Renamed leases = new Renamed();
  private final Map<String, Renamed> counts = new HashMap<>();
  private final Map<EntryKey, List<Given>> tickets = new HashMap<>();
  private final Map<EntryKey, List<Seen>> seen = new HashMap<>();
  private @Nullable Waiting waiting;

  /** A ticket of each. */
  private record Given(Ticket expected, Ticket actual, boolean isRefresh) {}

  /** The stamp of a value in each. */
  private record Seen(long expected, long actual) {}

  private record Waiting(CompletableFuture<Stored> expected, CompletableFuture<Stored> actual) {}

  /** A walk of a store that knows nothing of the namespace {@code twin}. */
  public CacheTwin(CacheStore store, long seed) {
    this.store = store;
    this.seed = seed;
    this.chance = new CacheChance(seed);
  }

  /**
   * Walks on for so many steps; how often what happened. Throws an {@link AssertionError} with the
   * seed where the two differ.
   */
  public Tally walk(int steps) {
    EntryKey key = CacheChance.KEYS.get(0);
    for (int i = 0; i < steps; i++) {
      key = chance.oneIn(4) ? chance.of(CacheChance.KEYS) : key;
      if (chance.oneIn(8)) {
        wait(key);
      }
      step(key);
      if (chance.oneIn(2)) {
        look(key);
      }
      answerWhoWaits();
    }
    return tally;
  }

  private void step(EntryKey key) {
    switch (chance.below(24)) {
      case 0, 1, 2, 3, 4 -> acquire(key);
      case 5, 6, 7 -> refresh(key);
      case 8, 9, 10 -> fill(key);
      case 11 -> extend(key);
      case 12 -> release(key);
      case 13 -> drop(key);
      case 14, 15 -> put(key);
      case 16 -> invalidate();
      case 17 -> begin(key);
      case 18, 19, 20, 21 -> finish(key);
      case 22 -> tags(key);
      default -> seldom(key);
    }
  }

  private void seldom(EntryKey key) {
    switch (chance.below(8)) {
      case 0, 1 -> invalidatePrefix(key);
      case 2, 3 -> awaitAMoment(key);
      case 4 -> inspect(key);
      case 5 -> survey(key);
      default -> look(key);
    }
  }

  private void look(EntryKey key) {
    stored("get", key, store -> store.get(key));
  }

  private void inspect(EntryKey key) {
    Reply<Sight> expected = Reply.of(memory.inspect(key));
    same("inspect " + key, expected, Reply.of(store.inspect(key)), SightSame::holds);
    tally.count("inspect", expected.outcome());
    look(key);
  }

  private void survey(EntryKey key) {
    String prefix = chance.of(CacheChance.PREFIXES);
    same(
        "survey " + key.cache() + " " + prefix,
        Reply.of(memory.survey(key.namespace(), key.cache(), prefix, 1_000, SOME)),
        Reply.of(store.survey(key.namespace(), key.cache(), prefix, 1_000, SOME)),
        SightSame::holds);
    tally.count("survey", "done");
  }

  private void acquire(EntryKey key) {
    stored("acquire", key, store -> store.acquire(key, LONG));
  }

  private void awaitAMoment(EntryKey key) {
    stored("await a moment", key, store -> store.await(key, MOMENT));
  }

  private void wait(EntryKey key) {
    if (waiting == null && Reply.of(memory.get(key)).value() instanceof Stored.Leased) {
      waiting =
          new Waiting(
              memory.await(key, LONG).toCompletableFuture(),
              store.await(key, LONG).toCompletableFuture());
      note("await " + key.key());
    }
  }

  /** Whoever waits is answered by the same step, and sees what it left. */
  private void answerWhoWaits() {
    Waiting now = waiting;
    if (now == null) {
      return;
    }
    if (now.expected.isDone()) {
      waiting = null;
      Reply<Stored> expected = Reply.of(now.expected);
      same("await", expected, Reply.of(now.actual), this::isSame);
      tally.count("await", expected.outcome());
    } else if (now.actual.isDone()) {
      throw differing("await", "no answer yet", Reply.of(now.actual));
    }
  }

  private void stored(
      String operation, EntryKey key, Function<CacheStore, CompletionStage<Stored>> call) {
    Reply<Stored> expected = Reply.of(call.apply(memory));
    Reply<Stored> actual = Reply.of(call.apply(store));
    same(operation + " " + key, expected, actual, this::isSame);
    tally.count(operation, expected.outcome());
    if (expected.value() instanceof Stored.Vacant mine
        && actual.value() instanceof Stored.Vacant its) {
      learn(tickets, key, new Given(mine.ticket(), its.ticket(), false));
    }
    if (expected.value() instanceof Stored.Value mine
        && actual.value() instanceof Stored.Value its) {
      learn(seen, key, new Seen(mine.stamp(), its.stamp()));
    }
  }

  private boolean isSame(Stored expected, Stored actual) {
    if (expected instanceof Stored.Value mine && actual instanceof Stored.Value its) {
      return mine.entry().equals(its.entry()) && stamps.isSame(mine.stamp(), its.stamp());
    }
    if (expected instanceof Stored.Leased mine && actual instanceof Stored.Leased its) {
      return leases.isSame(mine.lease(), its.lease());
    }
    if (expected instanceof Stored.Vacant mine && actual instanceof Stored.Vacant its) {
      return leases.isSame(mine.ticket().number(), its.ticket().number());
    }
    return expected.equals(actual);
  }

  private static <T> void learn(Map<EntryKey, List<T>> all, EntryKey key, T one) {
    List<T> of = all.computeIfAbsent(key, any -> new ArrayList<>());
    if (!of.contains(one)) {
      of.add(one);
    }
    if (of.size() > REMEMBERED) {
      of.remove(0);
    }
  }

  private void refresh(EntryKey key) {
    look(key);
    Seen stamp = one(seen, key);
    if (stamp == null) {
      return;
    }
    Reply<Optional<Ticket>> expected = Reply.of(memory.refresh(key, stamp.expected, LONG));
    Reply<Optional<Ticket>> actual = Reply.of(store.refresh(key, stamp.actual, LONG));
    same("refresh " + key, expected, actual, this::isSameTicket);
    Ticket mine = ticket(expected);
    Ticket its = ticket(actual);
    tally.count("refresh", mine == null ? "nothing" : "ticket");
    if (mine != null && its != null) {
      learn(tickets, key, new Given(mine, its, true));
    }
  }

  private boolean isSameTicket(Optional<Ticket> mine, Optional<Ticket> its) {
    if (mine.isEmpty() || its.isEmpty()) {
      return mine.isEmpty() && its.isEmpty();
    }
    return stamps.isSame(mine.get().number(), its.get().number());
  }

  private static @Nullable Ticket ticket(Reply<Optional<Ticket>> reply) {
    Optional<Ticket> value = reply.value();
    return value == null ? null : value.orElse(null);
  }

  private void fill(EntryKey key) {
    Given ticket = ticket(key);
    if (ticket != null) {
      Entry entry = chance.entry();
      tell(
          ticket.isRefresh ? "fill again" : "fill",
          key,
          memory.fill(key, ticket.expected, entry, LONG),
          store.fill(key, ticket.actual, entry, LONG));
    }
  }

  private void extend(EntryKey key) {
    Given ticket = ticket(key);
    if (ticket != null) {
      tell(
          ticket.isRefresh ? "extend again" : "extend",
          key,
          memory.extend(key, ticket.expected, LONG),
          store.extend(key, ticket.actual, LONG));
    }
  }

  /** A refresh that was given back is not told of again: whether it could fill is not said. */
  private void release(EntryKey key) {
    Given ticket = ticket(key);
    if (ticket != null) {
      tell(
          ticket.isRefresh ? "release again" : "release",
          key,
          memory.release(key, ticket.expected),
          store.release(key, ticket.actual));
      if (ticket.isRefresh) {
        tickets.values().forEach(all -> all.remove(ticket));
      }
    }
  }

  private @Nullable Given ticket(EntryKey key) {
    return one(tickets, chance.oneIn(20) ? chance.of(CacheChance.KEYS) : key);
  }

  private <T> @Nullable T one(Map<EntryKey, List<T>> all, EntryKey key) {
    List<T> of = all.getOrDefault(key, List.of());
    return of.isEmpty() ? null : chance.late(of);
  }

  private void drop(EntryKey key) {
    Seen stamp = one(seen, key);
    if (stamp != null) {
      tell("drop", key, memory.drop(key, stamp.expected), store.drop(key, stamp.actual));
    }
  }

  private void put(EntryKey key) {
    Entry entry = chance.entry();
    tell("put", key, memory.put(key, entry, LONG), store.put(key, entry, LONG));
  }

  private void invalidate() {
    List<EntryKey> keys = chance.some(CacheChance.KEYS);
    tell("invalidate", keys, memory.invalidate(keys), store.invalidate(keys));
    keys.forEach(this::look);
  }

  private void invalidatePrefix(EntryKey key) {
    String prefix = chance.of(CacheChance.PREFIXES);
    tell(
        "invalidate prefix",
        prefix,
        memory.invalidatePrefix(key.namespace(), key.cache(), prefix),
        store.invalidatePrefix(key.namespace(), key.cache(), prefix));
    CacheChance.KEYS.forEach(this::look);
  }

  private void begin(EntryKey key) {
    long writer = chance.of(CacheChance.WRITERS);
    String what = key + " by " + writer;
    tell("begin", what, memory.begin(key, writer, LONG), store.begin(key, writer, LONG));
  }

  private void finish(EntryKey key) {
    long writer = chance.of(CacheChance.WRITERS);
    Entry entry = chance.oneIn(3) ? null : chance.entry();
    tell(
        "finish",
        key + " by " + writer + (entry == null ? "" : " with " + entry),
        memory.finish(key, writer, entry, LONG),
        store.finish(key, writer, entry, LONG));
  }

  private void tags(EntryKey key) {
    List<String> tags = chance.some(CacheChance.TAGS);
    if (chance.oneIn(3) && !tags.isEmpty()) {
      tell(
          "move",
          key.cache() + " " + tags,
          memory.move(key.namespace(), key.cache(), tags),
          store.move(key.namespace(), key.cache(), tags));
    }
    Renamed names = counts.computeIfAbsent(key.cache(), any -> new Renamed());
    Reply<Moves> expected = Reply.of(memory.moves(key.namespace(), key.cache(), tags));
    Reply<Moves> actual = Reply.of(store.moves(key.namespace(), key.cache(), tags));
    same(
        "moves " + key.cache() + " " + tags,
        expected,
        actual,
        (mine, its) -> isSame(names, mine, its));
    tally.count("moves", tags.isEmpty() ? "of none" : "of some");
  }

  private static boolean isSame(Renamed names, Moves mine, Moves its) {
    boolean isSame =
        mine.moved().size() == its.moved().size() && names.isSameInOrder(mine.count(), its.count());
    for (int i = 0; isSame && i < mine.moved().size(); i++) {
      isSame = names.isSameInOrder(mine.moved().get(i), its.moved().get(i));
    }
    return isSame;
  }

  private <T> void tell(
      String operation, Object what, CompletionStage<T> mine, CompletionStage<T> its) {
    Reply<T> expected = Reply.of(mine);
    Reply<T> actual = Reply.of(its);
    same(operation + " " + what, expected, actual, Object::equals);
    tally.count(operation, outcome(expected));
  }

  private static String outcome(Reply<?> reply) {
    if (reply.value() instanceof Long many) {
      return many == 0 ? "none" : "some";
    }
    return reply.value() instanceof Boolean ? reply.outcome() : "done" + reply.failure();
  }

  private interface Sameness<T> {
    boolean holds(T expected, T actual);
  }

  private <T> void same(
      String operation, Reply<T> expected, Reply<T> actual, Sameness<T> sameness) {
    T mine = expected.value();
    T its = actual.value();
    boolean isSame =
        (mine == null || its == null) ? expected.equals(actual) : sameness.holds(mine, its);
    if (!isSame) {
      throw differing(operation, expected, actual);
    }
    note(operation + " -> " + expected);
  }

  private AssertionError differing(String operation, Object expected, Object actual) {
    return new AssertionError(
        String.format(
            "seed %d: %s%n  expected %s%n  but was  %s%n  after%n    %s",
            seed, operation, expected, actual, String.join(System.lineSeparator() + "    ", last)));
  }

  private void note(String step) {
    last.add(step);
    if (last.size() > SHOWN) {
      last.remove();
    }
  }
}
