package dev.mainstay.tck.twin;

import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.Engine;
import dev.mainstay.spi.RuleRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of a walk, published to each engine as a program that changes them does. */
final class LimitRules {
  private final String namespace;
  private final List<? extends Engine> engines;
  private final Map<String, List<Edition>> editions = new HashMap<>();
  private long version;

  LimitRules(String namespace, List<? extends Engine> engines) {
    this.namespace = namespace;
    this.engines = engines;
    this.version = 0;
  }

  /** All editions of a rule, newest first. */
  List<Edition> editions(String name) {
    return editions.getOrDefault(name, List.of());
  }

  Limit limit(String name) {
    return editions(name).get(0).limit();
  }

  /** Whether the rule and the one before find in one place what they counted. */
  boolean countedAlike(String name) {
    List<Edition> all = editions(name);
    return all.size() == 1
        || LimitOracle.kind(all.get(0).limit()).equals(LimitOracle.kind(all.get(1).limit()));
  }

  /** The rules are these from now on, and what they were before is unknown. */
  void renew(Map<String, Limit> limits) {
    editions.clear();
    change(limits, Inherit.ADDITIVE);
  }

  void change(Map<String, Limit> limits, Inherit inherit) {
    List<RuleRecord> put = new ArrayList<>();
    limits.forEach(
        (name, limit) -> {
          List<Edition> all = new ArrayList<>(editions(name));
          all.add(0, new Edition(version + 1, limit, inherit));
          editions.put(
              name, List.copyOf(all.subList(0, Math.min(all.size(), RuleRecord.EDITIONS))));
          put.add(new RuleRecord(name, null, editions(name)));
        });
    for (Engine engine : engines) {
      if (!engine
          .limits()
          .publish(namespace, version, put, List.of())
          .toCompletableFuture()
          .join()) {
        throw new AssertionError("the rules are not of version " + version);
      }
    }
    version++;
  }
}
