package dev.mainstay.tck;

import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.EntryKey;
import dev.mainstay.spi.Moves;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Stored;
import dev.mainstay.spi.Survey;
import dev.mainstay.spi.Ticket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A right store of caches with one fault. */
final class FaultyCacheStore implements CacheStore {
  private static final Duration LONG = Duration.ofHours(1);

  private final CacheStore right;
  private final CacheFault fault;
  private final Map<EntryKey, Ticket> refreshes = new HashMap<>();
  private final Map<EntryKey, Set<Long>> writers = new HashMap<>();
  private final Set<String> tags = new HashSet<>();

  FaultyCacheStore(CacheStore right, CacheFault fault) {
    this.right = right;
    this.fault = fault;
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private boolean has(CacheFault one) {
    return fault == one;
  }

  private EntryKey at(EntryKey key) {
    return has(CacheFault.KEYS_SHARE_CACHES)
        ? new EntryKey(key.namespace(), "users", key.key())
        : key;
  }

  private Stored there(EntryKey key) {
    return now(right.get(at(key)));
  }

  @Override
  public CompletionStage<Stored> get(EntryKey key) {
    return right.get(at(key));
  }

  @Override
  public CompletionStage<Stored> acquire(EntryKey key, Duration lease) {
    Stored got = now(right.acquire(at(key), lease));
    if (got instanceof Stored.Vacant vacant) {}
    return done(got);
  }

  @Override
  public CompletionStage<Stored> await(EntryKey key, Duration most) {
    if (has(CacheFault.AWAIT_DOES_NOT_WAIT)) {
      return get(key);
    }
    return right
        .await(at(key), most)
        .thenApply(
            stored ->
                has(CacheFault.AWAIT_TELLS_OF_NOTHING) && stored instanceof Stored.Value
                    ? Stored.ABSENT
                    : stored);
  }

  @Override
  public CompletionStage<Optional<Ticket>> refresh(EntryKey key, long stamp, Duration lease) {
    Optional<Ticket> ticket = now(right.refresh(at(key), stamp, lease));
    boolean isThere = there(key) instanceof Stored.Value value && value.stamp() == stamp;
    if (has(CacheFault.REFRESHES_ANY_VALUE) && there(key) instanceof Stored.Value value) {
      ticket = ticket.or(() -> now(right.refresh(at(key), value.stamp(), lease)));
    }
    ticket.ifPresent(given -> refreshes.put(key, given));
    return has(CacheFault.REFRESHES_WITHOUT_EXCLUSIVITY) && isThere
        ? done(Optional.ofNullable(refreshes.get(key)))
        : done(ticket);
  }

  @Override
  public CompletionStage<Boolean> fill(EntryKey key, Ticket ticket, Entry entry, Duration life) {
    boolean isFilled = now(right.fill(at(key), ticket, entry, life));
    boolean isTwice = has(CacheFault.FILLS_TWICE) && there(key) instanceof Stored.Value;
    if (!isFilled && (isTwice || has(CacheFault.FILLS_UNCONDITIONALLY))) {
      now(right.put(at(key), entry, life));
    }
    return done(isFilled);
  }

  @Override
  public CompletionStage<Boolean> extend(EntryKey key, Ticket ticket, Duration lease) {
    boolean isHeld = now(right.extend(at(key), ticket, lease));
    return done(isHeld || has(CacheFault.EXTENDS_WHAT_IS_VOID));
  }

  @Override
  public CompletionStage<Boolean> release(EntryKey key, Ticket ticket) {
    boolean isReleased = now(right.release(at(key), ticket));
    if (isReleased && has(CacheFault.RELEASE_DROPS_THE_VALUE)) {
      now(right.invalidate(List.of(at(key))));
    }
    return done(isReleased);
  }

  @Override
  public CompletionStage<Boolean> drop(EntryKey key, long stamp) {
    boolean isAny = has(CacheFault.DROPS_ANY_VALUE);
    return isAny && there(key) instanceof Stored.Value value
        ? right.drop(at(key), value.stamp())
        : right.drop(at(key), stamp);
  }

  @Override
  public CompletionStage<Void> put(EntryKey key, Entry entry, Duration life) {
    return has(CacheFault.PUT_SPARES_WRITERS) && there(key) instanceof Stored.Written
        ? CompletableFuture.completedStage(null).thenAccept(any -> {})
        : right.put(at(key), entry, life);
  }

  @Override
  public CompletionStage<Long> invalidate(List<EntryKey> keys) {
    long count = keys.stream().filter(key -> !(there(key) instanceof Stored.Absent)).count();
    List<EntryKey> rest = keys.stream().filter(key -> !isSpared(there(key))).map(this::at).toList();
    now(right.invalidate(rest));
    return done(count);
  }

  @Override
  public CompletionStage<Optional<String>> text(EntryKey key, Ticket ticket) {
    return right.text(at(key), ticket);
  }

  @Override
  public CompletionStage<Optional<Ticket>> ticket(EntryKey key, String text) {
    return right.ticket(at(key), text);
  }

  private boolean isSpared(Stored stored) {
    return (has(CacheFault.INVALIDATE_SPARES_LEASES) && stored instanceof Stored.Leased)
        || (has(CacheFault.INVALIDATE_SPARES_WRITERS) && stored instanceof Stored.Written);
  }

  @Override
  public CompletionStage<Long> invalidatePrefix(String namespace, String cache, String prefix) {
    String some = has(CacheFault.PREFIX_IS_A_PATTERN) ? prefix.replaceFirst("[{*].*", "") : prefix;
    return right.invalidatePrefix(namespace, cache, some);
  }

  @Override
  public CompletionStage<Void> begin(EntryKey key, long writer, Duration most) {
    if (has(CacheFault.BEGIN_KNOWS_ONE_WRITER)) {
      now(right.invalidate(List.of(at(key))));
    }
    if (has(CacheFault.BEGIN_SPARES_LEASES) && there(key) instanceof Stored.Leased) {
      return CompletableFuture.completedStage(null).thenAccept(any -> {});
    }
    writers.computeIfAbsent(key, any -> new HashSet<>()).add(writer);
    return right.begin(at(key), writer, most);
  }

  @Override
  public CompletionStage<Boolean> finish(
      EntryKey key, long writer, @Nullable Entry entry, Duration life) {
    Set<Long> known = writers.computeIfAbsent(key, any -> new HashSet<>());
    if (has(CacheFault.FINISH_LEAVES_WHAT_IS_THERE) && !(there(key) instanceof Stored.Written)) {
      return done(false);
    }
    boolean isStored = now(right.finish(at(key), writer, entry, life));
    boolean isAbsent = there(key) instanceof Stored.Absent;
    if (has(CacheFault.FINISH_DROPS_ALL_WRITERS) && known.contains(writer) && !isStored) {
      now(right.invalidate(List.of(at(key))));
    }
    if (has(CacheFault.FINISH_STORES_WHEN_UNKNOWN) && isAbsent && entry != null) {
      now(right.put(at(key), entry, LONG));
    }
    known.remove(writer);
    return done(isStored);
  }

  @Override
  public CompletionStage<Moves> moves(String namespace, String cache, List<String> names) {
    tags.addAll(names);
    return right.moves(namespace, cache, names);
  }

  @Override
  public CompletionStage<Void> move(String namespace, String cache, List<String> names) {
    return switch (fault) {
      case MOVE_FORGETS_TO_MOVE -> right.move(namespace, cache, List.of());
      case MOVES_ALL_TAGS -> right.move(namespace, cache, List.copyOf(tags));
      default -> right.move(namespace, cache, names);
    };
  }

  @Override
  public CompletionStage<Sight> inspect(EntryKey key) {
    Sight sight = now(right.inspect(at(key)));
    if (has(CacheFault.INSPECT_ENDS_LEASES) && sight instanceof Sight.Leased) {
      now(right.invalidate(List.of(at(key))));
    }
    return done(
        has(CacheFault.INSPECT_SEES_NO_WRITE) && sight instanceof Sight.Written
            ? Sight.ABSENT
            : sight);
  }

  @Override
  public CompletionStage<Survey> survey(
      String namespace, String cache, String prefix, int names, int measured) {
    String searched = has(CacheFault.SURVEY_FORGETS_THE_PREFIX) ? "" : prefix;
    return right.survey(namespace, cache, searched, names, measured);
  }
}
