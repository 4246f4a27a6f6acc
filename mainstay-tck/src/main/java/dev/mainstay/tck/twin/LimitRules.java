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
  private Map<Owner, List<Edition>> editions = new HashMap<>();
  private Map<Owner, List<Edition>> before = new HashMap<>();
  private long version;

  /** Whose rule it is: that of one key, or of all that have none of their own. */
  private record Owner(String name, @Nullable String key) {}

  LimitRules(String namespace, List<? extends Engine> engines) {
    this.namespace = namespace;
    this.engines = engines;
    this.version = 0;
  }

  private static List<Edition> find(Map<Owner, List<Edition>> rules, String name, String key) {
    List<Edition> all = rules.getOrDefault(new Owner(name, null), List.of());
    return rules.getOrDefault(new Owner(name, key), all);
  }

  /** All editions of the rule that holds for a take, newest first. */
  List<Edition> editions(Take take) {
    return find(editions, take.limit(), take.key());
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
    return editions.containsKey(new Owner(name, key));
  }

  /** The rules are these from now on, and what they were before is unknown. */
  void renew(Map<String, Limit> limits) {
    List<RuleRecord> drop = records(editions.keySet().stream().filter(o -> o.key != null).toList());
    editions = new HashMap<>();
    List<Owner> put = new ArrayList<>();
    limits.forEach((name, limit) -> put.add(add(new Owner(name, null), limit, Inherit.ADDITIVE)));
    publish(put, drop);
    before = editions;
  }

  void change(Map<String, Limit> limits, Inherit inherit) {
    before = new HashMap<>(editions);
    List<Owner> put = new ArrayList<>();
    limits.forEach((name, limit) -> put.add(add(new Owner(name, null), limit, inherit)));
    publish(put, List.of());
  }

  /** One key has a rule of its own from now on, or another one. */
  void override(String name, String key, Limit limit, Inherit inherit) {
    before = new HashMap<>(editions);
    publish(List.of(add(new Owner(name, key), limit, inherit)), List.of());
  }

  /** The key goes on under the common rule. */
  void remove(String name, String key) {
    before = new HashMap<>(editions);
    Owner own = new Owner(name, key);
    Owner common = new Owner(name, null);
    List<RuleRecord> drop = records(List.of(own));
    List<Edition> all = new ArrayList<>(editions.getOrDefault(common, List.of()));
    Limit limit = all.get(0).limit();
    all.add(0, drop.get(0).current());
    editions.remove(own);
    editions.put(common, all);
    publish(List.of(add(common, limit, Inherit.ADDITIVE)), drop);
  }

  private Owner add(Owner owner, Limit limit, Inherit inherit) {
    List<Edition> all = new ArrayList<>();
    all.add(new Edition(version + 1, limit, inherit));
    List<Edition> common = editions.getOrDefault(new Owner(owner.name, null), List.of());
    all.addAll(editions.getOrDefault(owner, common));
    editions.put(owner, List.copyOf(all.subList(0, Math.min(all.size(), RuleRecord.EDITIONS))));
    return owner;
  }

  private List<RuleRecord> records(List<Owner> owners) {
    return owners.stream()
        .map(
            owner -> new RuleRecord(owner.name, owner.key, editions.getOrDefault(owner, List.of())))
        .toList();
  }

  private void publish(List<Owner> put, List<RuleRecord> drop) {
    for (Engine engine : engines) {
      if (!engine
          .limits()
          .publish(namespace, version, records(put), drop)
          .toCompletableFuture()
          .join()) {
        throw new AssertionError("the rules are not of version " + version);
      }
    }
    version++;
  }
}
