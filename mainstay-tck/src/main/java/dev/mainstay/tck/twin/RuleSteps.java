package dev.mainstay.tck.twin;

import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Take;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of a walk that change rules: those of all keys, and those of single ones. */
final class RuleSteps {
  private final LimitTwin twin;
  private final LimitRules rules;
  private final LimitChance chance;
  private final Tally tally;

  RuleSteps(LimitTwin twin, LimitRules rules, LimitChance chance, Tally tally) {
    this.twin = twin;
    this.rules = rules;
    this.chance = chance;
    this.tally = tally;
  }

  void step() {
    Inherit inherit = chance.of(List.of(Inherit.values()));
    String name = chance.of(LimitTwin.names());
    String key = chance.of(LimitTwin.KEYS);
    boolean isOfOne = chance.oneIn(2);
    if (isOfOne && rules.hasOwn(name, key)) {
      rules.remove(name, key);
      twin.note(() -> "remove " + name + " of " + key);
      tally.count("override", "removed");
    } else if (isOfOne) {
      override(name, key, inherit);
    } else {
      change(inherit);
    }
  }

  /** A key has another rule from now on. */
  void override(Take take) {
    override(take.limit(), take.key(), chance.of(List.of(Inherit.values())));
  }

  private void override(String name, String key, Inherit inherit) {
    Limit changed = chance.changed(rules.limit(Take.of(name, key)));
    rules.override(name, key, changed, inherit);
    twin.note(() -> "override " + inherit + " " + name + " of " + key + " by " + changed);
    tally.count("override", inherit.name());
  }

  private void change(Inherit inherit) {
    Map<String, Limit> changed = new LinkedHashMap<>();
    for (int i = 1 + chance.below(4); i > 0; i--) {
      String one = chance.of(LimitTwin.names());
      changed.put(one, chance.changed(rules.limit(Take.of(one, LimitTwin.KEYS.get(0)))));
    }
    rules.change(changed, inherit);
    twin.note(() -> "change " + inherit + " " + changed);
    tally.count("change", inherit.name());
  }
}
