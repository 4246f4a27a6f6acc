package dev.mainstay.internal.limits;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.internal.Breaker;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.Take;
import dev.mainstay.limits.Talker;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Gauge;
import dev.mainstay.spi.Hold;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.spi.TakeCall;
import dev.mainstay.spi.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides takes of one namespace.
 *
 * <p>The way of an ask: the breaker says whether to ask at all; the book says by which rules; the
 * lane, whether a call about the same keys is on its way; the store decides. What the store decided
 * counts only if the rules of it still count when the answer is there: else they are read again,
 * and if they changed, so is the decision. So when a change of a rule has answered, no decision by
 * the old one is given to anybody any more.
 */
final class Decider {
  private final LimitStore store;
  private final RuleBook book;
  private final Definitions definitions;
  private final Breaker breaker;
  private final Processes processes;
  private final Resolver resolver;
  private final Lane.Lanes lanes = new Lane.Lanes();
  private final Denials denials;
  private final Talkers talkers = new Talkers();
  private final Unanswered unanswered;
  private final Watch watch;

  Decider(
      LimitStore store,
      String namespace,
      RuleBook book,
      Definitions definitions,
      Breaker breaker,
      Processes processes,
      Later later) {
    this.store = store;
    this.book = book;
    this.definitions = definitions;
    this.breaker = breaker;
    this.processes = processes;
    this.resolver = new Resolver(store, namespace, definitions);
    this.denials = new Denials(store.isRemote());
    this.unanswered = new Unanswered(resolver, book, breaker, new Silence(processes));
    this.watch = new Watch(later, store.deadline(), lanes, unanswered::overdue);
  }

  CompletionStage<Decision> take(List<Take> takes) {
    Requests.check(takes);
    return begin(new Ask(takes, null));
  }

  /** Reserves instead of taking. */
  CompletionStage<Decision> reserve(Take take, Hold hold) {
    return begin(new Ask(List.of(take), hold));
  }

  /** What is decided elsewhere, but by the deadline of a take that begins now. */
  CompletionStage<Decision> within(Take take, CompletionStage<Decision> elsewhere) {
    Ask ask = new Ask(List.of(take), null);
    var unused =
        elsewhere.whenComplete(
            (decision, failed) -> {
              if (failed == null) {
                ask.complete(decision);
              } else {
                unanswered.fail(List.of(ask), ask.began, failed);
              }
            });
    watch.add(ask);
    return ask;
  }

  private Ask begin(Ask ask) {
    for (Take take : ask.takes) {
      talkers.note(take);
    }
    processes.beat();
    if (breaker.lets()) {
      enter(ask);
    } else {
      unanswered.undecided(ask, "the store did not answer others just now");
    }
    return ask;
  }

  private void enter(Ask ask) {
    Rules rules = book.counting();
    if (rules != null) {
      join(ask, rules);
    } else {
      then(ask, book.ask());
    }
  }

  private void then(Ask ask, CompletionStage<Rules> read) {
    var unused =
        read.whenComplete(
            (rules, failed) -> {
              if (failed == null) {
                join(ask, rules);
              } else {
                unanswered.fail(List.of(ask), ask.began, failed);
              }
            });
    watch.add(ask);
  }

  private void join(Ask ask, Rules rules) {
    if (ask.isDone()) {
      return;
    }
    try {
      List<Charge> charges = resolver.charges(ask.takes, rules);
      if (charges == null) {
        publish(ask);
        return;
      }
      Decision listed = Listed.decide(charges);
      if (listed != null) {
        ask.complete(listed);
        return;
      }
      Decision known = denials.find(charges, ask.takes.get(0).cost());
      if (known != null) {
        ask.complete(known);
        return;
      }
      List<LimitKey> keys = Resolver.keys(charges);
      if (resolver.goesAlone(ask, charges, keys)) {
        send(null, List.of(ask), rules, charges);
        watch.add(ask);
        return;
      }
      Lane lane = lanes.join(keys, ask);
      if (lane != null) {
        watch.look();
        send(lane, lane.first(), rules, charges);
      }
    } catch (RuntimeException e) {
      unanswered.fail(List.of(ask), ask.began, e);
    }
  }

  /** The refusal of a take that is known before anything is asked. */
  @Nullable Decision refused(Take take) {
    Rules rules = denials.isEmpty() ? null : book.counting();
    List<Charge> charges = rules == null ? null : resolver.charges(List.of(take), rules);
    return charges == null ? null : denials.find(charges, take.cost());
  }

  /** Who asks most of a limit here. */
  List<Talker> talkers(String limit, int most) {
    return talkers.most(limit, most);
  }

  /** Something made room for a key. */
  void forget(LimitKey key) {
    denials.forget(key);
  }

  private void publish(Ask ask) {
    if (ask.mayTry()) {
      then(ask, definitions.publish(ask.takes.stream().map(Take::limit).toList()));
    } else {
      unanswered.undecided(ask, "the rules change too often");
    }
  }

  private void send(@Nullable Lane lane, List<Ask> asks, Rules rules, List<Charge> charges) {
    boolean holds = lane == null;
    Hold hold = asks.get(0).hold;
    TakeCall call =
        new TakeCall(charges, Ask.runs(asks), holds && hold == null ? Requests.lease() : "");
    long sent = System.nanoTime();
    asks.get(0).sent = sent;
    CompletionStage<Taken> reply;
    try {
      reply =
          hold == null
              ? store.take(call)
              : store.reserve(charges, call.runs().get(0).costs(), hold);
    } catch (RuntimeException e) {
      unanswered.fail(asks, sent, e);
      next(lane);
      return;
    }
    var unused =
        reply.whenComplete(
            (taken, failed) -> {
              if (failed != null) {
                unanswered.fail(asks, sent, failed);
                next(lane);
              } else {
                breaker.answered();
                whole(lane, asks, () -> answered(lane, asks, rules, call, taken));
              }
            });
  }

  /** Whatever goes wrong, everybody gets an answer, and those who wait go next. */
  private void whole(@Nullable Lane lane, List<Ask> asks, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      unanswered.fail(asks, asks.get(0).began, e);
      next(lane);
    }
  }

  private void answered(
      @Nullable Lane lane, List<Ask> asks, Rules rules, TakeCall call, Taken taken) {
    if (taken instanceof Taken.Outdated outdated) {
      adopt(lane, asks, rules, call, outdated);
      return;
    }
    if (taken instanceof Taken.Superseded) {
      renewed(lane, asks, book.fresh());
      return;
    }
    if (taken instanceof Taken.Repeated) {
      tell(asks.get(0), call, rules);
      return;
    }
    Rules counting = book.counting();
    if (counting != null && counting.decideAs(rules, call)) {
      tell(asks, call, (Taken.Decided) taken);
      next(lane);
    } else {
      confirm(lane, asks, rules, call, (Taken.Decided) taken);
    }
  }

  /** The rules ran out while the call was on its way: whether they changed is asked first. */
  private void confirm(
      @Nullable Lane lane, List<Ask> asks, Rules rules, TakeCall call, Taken.Decided taken) {
    var unused =
        book.current()
            .whenComplete(
                (now, failed) -> {
                  if (failed != null) {
                    unanswered.fail(asks, asks.get(0).began, failed);
                    next(lane);
                  } else if (now.decideAs(rules, call)) {
                    tell(asks, call, taken);
                    next(lane);
                  } else {
                    whole(lane, asks, () -> again(lane, asks, now));
                  }
                });
  }

  private void renewed(@Nullable Lane lane, List<Ask> asks, CompletionStage<Rules> read) {
    var unused =
        read.whenComplete(
            (now, failed) -> {
              if (failed == null) {
                whole(lane, asks, () -> again(lane, asks, now));
              } else {
                unanswered.fail(asks, asks.get(0).began, failed);
                next(lane);
              }
            });
  }

  /** Asks once more, by the rules as they are now. */
  private void again(@Nullable Lane lane, List<Ask> asks, Rules rules) {
    List<Charge> charges;
    try {
      charges = resolver.charges(asks.get(0).takes, rules);
    } catch (MainstayException e) {
      // It is the mistake of the first; the others ask by themselves.
      asks.get(0).completeExceptionally(e);
      next(lane);
      Ask.open(asks).forEach(this::enter);
      return;
    }
    if (charges == null || isForEachAlone(lane, asks, charges)) {
      next(lane);
      asks.forEach(this::enter);
      return;
    }
    Decision listed = Listed.decide(charges);
    if (listed == null) {
      retry(lane, asks, rules, charges);
    } else {
      asks.forEach(ask -> ask.complete(listed));
      next(lane);
    }
  }

  /** Whether by other rules than before those of a lane can go together no more. */
  private boolean isForEachAlone(@Nullable Lane lane, List<Ask> asks, List<Charge> charges) {
    List<LimitKey> keys = Resolver.keys(charges);
    return lane != null && (!lane.isOf(keys) || resolver.goesAlone(asks.get(0), charges, keys));
  }

  /** Asks once more by the same rules, and says what becomes of what was counted by others. */
  private void adopt(
      @Nullable Lane lane, List<Ask> asks, Rules rules, TakeCall call, Taken.Outdated outdated) {
    List<Charge> charges = new ArrayList<>(call.charges());
    Charge charge = charges.get(outdated.index());
    charges.set(outdated.index(), charge.adopting(Adopting.adopt(outdated, rule(rules, charge))));
    retry(lane, asks, rules, charges);
  }

  private static RuleRecord rule(Rules rules, Charge charge) {
    return Objects.requireNonNull(rules.find(charge.key().limit(), charge.key().key()));
  }

  private void retry(@Nullable Lane lane, List<Ask> some, Rules rules, List<Charge> charges) {
    List<Ask> asks = Ask.open(some);
    if (asks.isEmpty()) {
      next(lane);
    } else if (asks.get(0).mayTry()) {
      send(lane, asks, rules, charges);
    } else {
      asks.forEach(ask -> unanswered.undecided(ask, "the rules change too often"));
      next(lane);
    }
  }

  /** Reserved before: as things stand now, nothing is reserved twice. */
  private void tell(Ask ask, TakeCall call, Rules rules) {
    Charge charge = call.charges().get(0);
    RuleRecord rule = rule(rules, charge);
    var unused =
        store
            .look(charge.key(), charge.limit(), charge.version())
            .whenComplete(
                (looked, failed) -> {
                  if (failed != null) {
                    unanswered.fail(List.of(ask), ask.began, failed);
                  } else {
                    Gauge gauge = Gauge.of(charge.limit(), Adopting.current(looked, rule));
                    ask.complete(Outcome.reserved(ask, charge, gauge));
                  }
                });
  }

  private void tell(List<Ask> asks, TakeCall call, Taken.Decided taken) {
    Decision[] decisions = new Decision[asks.size()];
    try {
      Outcome outcome = new Outcome(call, taken);
      int next = 0;
      for (int run = 0; run < call.runs().size(); run++) {
        for (int place = 0; place < call.runs().get(run).count(); place++) {
          decisions[next] = outcome.next(run, place, asks.get(next));
          next++;
        }
      }
    } catch (RuntimeException e) {
      unanswered.fail(asks, asks.get(0).began, e);
      return;
    }
    denials.remember(asks, call, taken, decisions);
    for (int i = 0; i < decisions.length; i++) {
      asks.get(i).complete(decisions[i]);
    }
  }

  /** Those who waited go next. */
  private void next(@Nullable Lane lane) {
    if (lane == null) {
      return;
    }
    List<Ask> asks = lanes.next(lane);
    if (asks.isEmpty()) {
      return;
    }
    if (breaker.isOpen()) {
      asks.forEach(ask -> unanswered.undecided(ask, "the store did not answer others just now"));
      next(lane);
      return;
    }
    Rules rules = book.counting();
    if (rules == null) {
      renewed(lane, asks, book.ask());
    } else {
      again(lane, asks, rules);
    }
  }
}
