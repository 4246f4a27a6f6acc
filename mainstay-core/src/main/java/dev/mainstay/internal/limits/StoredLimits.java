package dev.mainstay.internal.limits;

import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.events.Event;
import dev.mainstay.events.Listener;
import dev.mainstay.limits.AsyncLimiter;
import dev.mainstay.limits.AsyncLimits;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Reserve;
import dev.mainstay.limits.Rule;
import dev.mainstay.limits.Settled;
import dev.mainstay.limits.Standing;
import dev.mainstay.limits.Take;
import dev.mainstay.limits.Talker;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.LimitStore.Looked;
import dev.mainstay.spi.RuleRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Limits on any store. */
final class StoredLimits implements AsyncLimits {
  /** After so long no process has rules from before a change, also where clocks run apart. */
  private static final long CHANGED = Rules.LEASE + Rules.LEASE / 20;

  private static final int MOST_KEYS = 1_000;

  /** So many rules of single keys a namespace may have. */
  private static final int OVERRIDES = 10_000;

  private final LimitStore store;
  private final String namespace;
  private final RuleBook book;
  private final Definitions definitions;
  private final Decider decider;
  private final Listener listener;
  private final Later later;
  private final Waiting waiting;

  StoredLimits(
      LimitStore store,
      String namespace,
      RuleBook book,
      Definitions definitions,
      Decider decider,
      Listener listener,
      Later later) {
    this.store = store;
    this.namespace = namespace;
    this.book = book;
    this.definitions = definitions;
    this.decider = decider;
    this.listener = listener;
    this.later = later;
    this.waiting = new Waiting(this, later);
  }

  @Override
  public CompletionStage<Decision> take(List<Take> takes) {
    return heard("limits.take", decider.take(takes));
  }

  CompletionStage<Decision> acquire(Take take, Duration patience) {
    Requests.check(List.of(take));
    return waiting.acquire(take, patience);
  }

  AsyncLimiter inChunks(String name, AsyncLimiter behind, long chunk, Duration hold) {
    return new ChunkedLimiter(behind, this, later, name, chunk, hold);
  }

  /** The refusal of a take that is known without asking; {@code null} where none is. */
  @Nullable Decision refused(Take take) {
    return decider.refused(take);
  }

  /** What is decided elsewhere, but no later than a take. */
  CompletionStage<Decision> within(Take take, CompletionStage<Decision> elsewhere) {
    return decider.within(take, elsewhere);
  }

  /** The version of the rule of a key, if the rules count now; else -1. */
  long countingVersion(String name, String key) {
    Rules rules = book.counting();
    RuleRecord rule = rules == null ? null : rules.find(name, key);
    return rule == null ? -1 : rule.current().version();
  }

  /** The version of the rule that something was decided by; -1 where it is not the rule now. */
  long version(String key, Standing standing) {
    Rules rules = book.last();
    RuleRecord rule = rules == null ? null : rules.find(standing.limit(), key);
    return rule != null && rule.current().limit().equals(standing.rule())
        ? rule.current().version()
        : -1;
  }

  private CompletionStage<Decision> heard(String operation, CompletionStage<Decision> stage) {
    if (listener.equals(Listener.NONE)) {
      return stage;
    }
    long begun = System.nanoTime();
    return stage.whenComplete(
        (decision, failed) ->
            listener.on(
                new Event.OperationEnded(
                    operation,
                    failed == null ? word(decision) : "error",
                    System.nanoTime() - begun)));
  }

  private static String word(Decision decision) {
    if (decision instanceof Decision.Undecided undecided) {
      return undecided.allowed() ? "undecided-passed" : "undecided-refused";
    }
    return decision.allowed() ? "allowed" : "denied";
  }

  @Override
  public CompletionStage<List<Rule>> rules() {
    return book.fresh()
        .thenApply(
            rules ->
                rules.all().stream()
                    .map(StoredLimits::rule)
                    .sorted(
                        Comparator.comparing(Rule::name)
                            .thenComparing(rule -> rule.key() == null ? "" : rule.key()))
                    .toList());
  }

  private static Rule rule(RuleRecord rule) {
    Edition now = rule.current();
    return new Rule(rule.name(), rule.key(), now.limit(), now.version());
  }

  @Override
  public CompletionStage<Optional<Rule>> rule(String name) {
    Names.check("limit", name);
    return book.fresh()
        .thenApply(rules -> Optional.ofNullable(rules.base(name)).map(StoredLimits::rule));
  }

  @Override
  public CompletionStage<Rule> define(String name, Limit limit, Inherit inherit) {
    Names.check("limit", name);
    return changed(
            rules ->
                new Definitions.Change(
                    List.of(Definitions.edition(rules, name, null, limit, inherit)), List.of()))
        .thenApply(rules -> rule(Objects.requireNonNull(rules.base(name))));
  }

  @Override
  public CompletionStage<Rule> override(String name, String key, Limit limit, Inherit inherit) {
    Names.check("limit", name);
    Names.check("key", key);
    return changed(
            rules -> {
              if (rules.base(name) == null) {
                throw Definitions.undefined(name);
              }
              if (rules.own(name, key) == null
                  && rules.all().stream().filter(rule -> rule.key() != null).count() >= OVERRIDES) {
                throw new InvalidValueException(
                    "key", "the namespace has " + OVERRIDES + " rules of single keys; remove some");
              }
              return new Definitions.Change(
                  List.of(Definitions.edition(rules, name, key, limit, inherit)),
                  Removal.forgotten(rules, name, key));
            })
        .thenApply(rules -> rule(Objects.requireNonNull(rules.own(name, key))));
  }

  @Override
  public CompletionStage<Boolean> remove(String name, String key) {
    Names.check("limit", name);
    boolean[] found = new boolean[1];
    return changed(
            rules -> {
              RuleRecord gone = key.isEmpty() ? rules.base(name) : rules.own(name, key);
              found[0] |= gone != null;
              return gone == null
                  ? new Definitions.Change(List.of(), List.of())
                  : Removal.of(rules, gone);
            })
        .thenApply(rules -> found[0]);
  }

  /** Changes rules and waits until nobody decides by those before. */
  private CompletionStage<Rules> changed(Function<Rules, Definitions.Change> change) {
    return definitions
        .change(change)
        .thenCompose(
            rules -> {
              CompletableFuture<Rules> known = new CompletableFuture<>();
              later.after(
                  CHANGED,
                  () -> known.complete(rules),
                  () -> known.completeExceptionally(closed()));
              return known;
            });
  }

  private static StoreUnavailableException closed() {
    return new StoreUnavailableException(
        "limits.define",
        "the rule was changed, but this Mainstay was closed before all others had heard of it",
        StoreUnavailableException.Applied.YES,
        Duration.ZERO,
        null);
  }

  @Override
  public CompletionStage<Decision> reserve(Take take, Reserve how) {
    Requests.check(List.of(take));
    String id = how.id();
    Hold hold =
        new Hold(
            id == null ? Requests.lease() : Reservation.named(id),
            how.ttl(),
            how.whenLapsed() == Reserve.WhenLapsed.CHARGE);
    return heard("limits.reserve", decider.reserve(take, hold));
  }

  @Override
  public CompletionStage<Settled> settle(String reservation, long actual) {
    return settle(Reservation.parse(reservation), actual, true);
  }

  @Override
  public CompletionStage<Settled> settlePart(String reservation, long part) {
    return settle(Reservation.parse(reservation), part, false);
  }

  private CompletionStage<Settled> settle(Reservation reservation, long permits, boolean last) {
    if (permits < 0 || permits > Limit.MOST) {
      throw new InvalidValueException("actual", permits + " is not within 0 to " + Limit.MOST);
    }
    return with(
        reservation.take(),
        (key, rule) -> {
          decider.forget(key);
          return new Settling(store, book, reservation.name(), permits, last).settle(key, rule);
        });
  }

  @Override
  public CompletionStage<Standing> state(Take take) {
    return with(
        take,
        (key, rule) ->
            store
                .look(key, rule.current().limit(), rule.current().version())
                .thenApply(looked -> standing(key, rule, looked)));
  }

  private static Standing standing(LimitKey key, RuleRecord rule, Looked looked) {
    Edition now = rule.current();
    Charge charge = new Charge(key, now.limit(), now.version(), null);
    return Outcome.standing(charge, Gauge.of(now.limit(), Adopting.current(looked, rule)));
  }

  @Override
  public CompletionStage<List<Take>> keys(String name, String prefix, int most) {
    Names.check("limit", name);
    if (most < 1 || most > MOST_KEYS) {
      throw new InvalidValueException("most", most + " is not within 1 to " + MOST_KEYS);
    }
    return store
        .keys(namespace, name, prefix, most)
        .thenApply(
            keys ->
                keys.stream()
                    .map(key -> new Take(key.limit(), key.key(), key.scope(), 1))
                    .toList());
  }

  List<Talker> talkers(String name, int most) {
    return decider.talkers(name, most);
  }

  @Override
  public CompletionStage<Boolean> reset(Take take) {
    return with(
        take,
        (key, rule) -> {
          decider.forget(key);
          return store.reset(key, rule.current().limit());
        });
  }

  @Override
  public CompletionStage<Boolean> release(Take take, String lease) {
    return with(take, (key, rule) -> store.hold(key, lease, Duration.ZERO));
  }

  @Override
  public CompletionStage<Boolean> renew(Take take, String lease) {
    return with(take, (key, rule) -> store.hold(key, lease, rule.current().limit().per()));
  }

  /** Does something with the key of a take, by the rule that holds for it now. */
  private <T> CompletionStage<T> with(
      Take take, BiFunction<LimitKey, RuleRecord, CompletionStage<T>> work) {
    return book.current()
        .thenCompose(
            rules -> {
              RuleRecord rule = definitions.rule(rules, take.limit(), take.key());
              return rule == null
                  ? definitions
                      .publish(List.of(take.limit()))
                      .thenCompose(now -> work(take, now.find(take.limit(), take.key()), work))
                  : work(take, rule, work);
            });
  }

  private <T> CompletionStage<T> work(
      Take take,
      @Nullable RuleRecord rule,
      BiFunction<LimitKey, RuleRecord, CompletionStage<T>> work) {
    if (rule == null) {
      throw Definitions.undefined(take.limit());
    }
    return work.apply(Requests.key(namespace, take, rule.current().limit()), rule);
  }
}
