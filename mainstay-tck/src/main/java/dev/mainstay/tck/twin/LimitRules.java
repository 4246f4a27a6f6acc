package dev.mainstay.tck.twin;

import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Mode;
import dev.mainstay.limits.Take;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.RuleRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of a walk, published to each engine as a program that changes them does. */
final class LimitRules {
  private final String namespace;
  private final List<? extends Engine> engines;
  private Map<Owner, RuleRecord> records = new HashMap<>();
  private Map<Owner, RuleRecord> before = new HashMap<>();
  private long version;

  /** Whose rule it is: that of one key, or of all that have none of their own. */
  private record Owner(String name, @Nullable String key) {}

  LimitRules(String namespace, List<? extends Engine> engines) {
    this.namespace = namespace;
    this.engines = engines;
    this.version = 0;
  }

  /**
   * What holds for a key, newest first. One whose own rule was removed goes by the common one from
   * then on, and before by what it had.
   */
  private static List<Edition> find(Map<Owner, RuleRecord> rules, String name, String key) {
    RuleRecord common = rules.get(new Owner(name, null));
    RuleRecord own = rules.get(new Owner(name, key));
    List<Edition> all = new ArrayList<>();
    if (common != null && own != null && own.isGone()) {
      common.editions().stream()
          .filter(edition -> edition.version() > own.current().version())
          .forEach(all::add);
    }
    RuleRecord last = own == null ? common : own;
    all.addAll(last == null ? List.of() : last.editions());
    return all.subList(0, Math.min(all.size(), RuleRecord.EDITIONS));
  }

  /** All editions of the rule that holds for a take, newest first. */
  List<Edition> editions(Take take) {
    return find(records, take.limit(), take.key());
  }

  Limit limit(Take take) {
    return editions(take).get(0).limit();
  }

  /** Whether a process that has the rules from before looks where what is counted now is. */
  boolean countedAlike(Take take) {
    Limit then = find(before, take.limit(), take.key()).get(0).limit();
    boolean isAsked = then.mode() != Mode.BLOCK && then.mode() != Mode.ALLOW;
    return isAsked
        && LimitOracle.Place.of(take, then).equals(LimitOracle.Place.of(take, limit(take)));
  }

  boolean hasOwn(String name, String key) {
    RuleRecord own = records.get(new Owner(name, key));
    return own != null && !own.isGone();
  }

  /** The rules are these from now on, and what they were before is unknown. */
  void renew(Map<String, Limit> limits) {
    List<RuleRecord> drop = List.copyOf(records.values());
    records = new HashMap<>();
    List<RuleRecord> put = new ArrayList<>();
    limits.forEach(
        (name, limit) -> put.add(edition(new Owner(name, null), limit, Inherit.ADDITIVE)));
    publish(put, drop.stream().filter(rule -> rule.key() != null).toList());
    before = records;
  }

  void change(Map<String, Limit> limits, Inherit inherit) {
    before = new HashMap<>(records);
    List<RuleRecord> put = new ArrayList<>();
    limits.forEach((name, limit) -> put.add(edition(new Owner(name, null), limit, inherit)));
    publish(put, List.of());
  }

  /** One key has a rule of its own from now on, or another one. */
  void override(String name, String key, Limit limit, Inherit inherit) {
    before = new HashMap<>(records);
    Owner owner = new Owner(name, key);
    RuleRecord gone = records.get(owner);
    publish(
        List.of(edition(owner, limit, inherit)),
        gone != null && gone.isGone() ? List.of(gone) : List.of());
  }

  /** The key goes on under the common rule. */
  void remove(String name, String key) {
    before = new HashMap<>(records);
    RuleRecord own = before.get(new Owner(name, key));
    RuleRecord common = before.get(new Owner(name, null));
    if (own == null || common == null) {
      throw new IllegalStateException("there is no rule of " + key);
    }
    RuleRecord then = edition(new Owner(name, key), common.current().limit(), Inherit.ADDITIVE);
    publish(List.of(new RuleRecord(name, key, then.editions(), true)), List.of(own));
  }

  private RuleRecord edition(Owner owner, Limit limit, Inherit inherit) {
    List<Edition> all = new ArrayList<>();
    all.add(new Edition(version + 1, limit, inherit));
    RuleRecord own = records.get(owner);
    if (owner.key != null) {
      all.addAll(find(records, owner.name, owner.key));
    } else if (own != null) {
      all.addAll(own.editions());
    }
    return new RuleRecord(
        owner.name,
        owner.key,
        List.copyOf(all.subList(0, Math.min(all.size(), RuleRecord.EDITIONS))));
  }

  private void publish(List<RuleRecord> put, List<RuleRecord> drop) {
    for (Engine engine : engines) {
      if (!engine.limits().publish(namespace, version, put, drop).toCompletableFuture().join()) {
        throw new AssertionError("the rules are not of version " + version);
      }
    }
    put.forEach(rule -> records.put(new Owner(rule.name(), rule.key()), rule));
    version++;
  }
}
