package dev.mainstay.internal.limits;

import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Take;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.RuleRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From takes to what the store is asked: the rule and the key of each. */
final class Resolver {
  private final LimitStore store;
  private final String namespace;
  private final Definitions definitions;

  Resolver(LimitStore store, String namespace, Definitions definitions) {
    this.store = store;
    this.namespace = namespace;
    this.definitions = definitions;
  }

  /** Whoever holds or reserves permits does so under a name of his own. */
  boolean goesAlone(Ask ask, List<Charge> charges, List<LimitKey> keys) {
    if (ask.hold != null) {
      Requests.refuseHeld(charges);
      return true;
    }
    for (Charge charge : charges) {
      if (Requests.holds(charge.limit())) {
        return true;
      }
    }
    return !store.isOnePlace(keys);
  }

  static List<LimitKey> keys(List<Charge> charges) {
    return charges.size() == 1
        ? List.of(charges.get(0).key())
        : charges.stream().map(Charge::key).toList();
  }

  /** The rules of each take; {@code null} where one has to be published first. */
  @Nullable List<Charge> charges(List<Take> takes, Rules rules) {
    if (takes.size() == 1) {
      Charge one = charge(takes.get(0), rules);
      return one == null ? null : List.of(one);
    }
    List<Charge> charges = new ArrayList<>(takes.size());
    for (Take take : takes) {
      Charge charge = charge(take, rules);
      if (charge == null) {
        return null;
      }
      charges.add(charge);
    }
    Requests.refuseTwice(charges);
    return charges;
  }

  private @Nullable Charge charge(Take take, Rules rules) {
    RuleRecord rule = definitions.rule(rules, take.limit(), take.key());
    if (rule == null) {
      return null;
    }
    Limit limit = rule.current().limit();
    return new Charge(Requests.key(namespace, take, limit), limit, rule.current().version(), null);
  }

  /** What is to be decided without the store; {@code null} where of one nothing is known. */
  @Nullable List<Charge> lastKnown(List<Take> takes, @Nullable Rules known) {
    List<Charge> charges = new ArrayList<>();
    for (Take take : takes) {
      RuleRecord rule = known == null ? null : known.find(take.limit(), take.key());
      Limit limit = rule == null ? definitions.declared(take.limit()) : rule.current().limit();
      if (limit == null) {
        return null;
      }
      String scope = limit.within() == null ? null : take.scope();
      LimitKey key = new LimitKey(namespace, take.limit(), take.key(), scope);
      charges.add(new Charge(key, limit, 1, null));
    }
    return charges;
  }
}
