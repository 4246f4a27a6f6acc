package dev.mainstay.internal.limits;

import dev.mainstay.limits.Inherit;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.RuleRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What becomes of rules that are removed.
 *
 * <p>A key that had a rule of its own goes on by the common one, and what it was counted by stays
 * known: it is of that key alone, so it does not stand among the editions of the common rule, where
 * it would have a say about the others. There may be {@link #MOST} such keys of a limit.
 */
final class Removal {
  /** So many keys of a limit are remembered by what they were counted before. */
  static final int MOST = 1_000;

  private Removal() {}

  /** With the common rule all of its keys go. */
  static Definitions.Change of(Rules rules, RuleRecord gone) {
    RuleRecord base = rules.base(gone.name());
    return gone.key() == null || base == null
        ? new Definitions.Change(List.of(), rules.records(gone.name()))
        : ofOne(rules, base, gone);
  }

  private static Definitions.Change ofOne(Rules rules, RuleRecord base, RuleRecord gone) {
    long version = rules.version() + 1;
    List<Edition> editions = new ArrayList<>();
    editions.add(new Edition(version, base.current().limit(), Inherit.ADDITIVE));
    editions.addAll(gone.editions());
    List<RuleRecord> put = new ArrayList<>();
    put.add(new RuleRecord(gone.name(), gone.key(), Definitions.last(editions), true));
    List<RuleRecord> drop = new ArrayList<>(List.of(gone));
    List<RuleRecord> before =
        rules.records(gone.name()).stream().filter(RuleRecord::isGone).toList();
    if (before.size() >= MOST) {
      // Whoever was counted by one that is forgotten finds a newer rule, and begins anew.
      put.add(
          Definitions.edition(rules, base.name(), null, base.current().limit(), Inherit.ADDITIVE));
      before.stream()
          .sorted(Comparator.comparingLong(rule -> rule.current().version()))
          .limit(MOST / 2)
          .forEach(drop::add);
    }
    return new Definitions.Change(put, drop);
  }

  /** A rule that a key has again stands for what it was before too. */
  static List<RuleRecord> forgotten(Rules rules, String name, String key) {
    return rules.records(name).stream()
        .filter(rule -> rule.isGone() && key.equals(rule.key()))
        .toList();
  }

  /**
   * What holds for a key whose own rule is gone: what became of the common one since comes first.
   */
  static RuleRecord joined(RuleRecord base, RuleRecord gone) {
    List<Edition> editions = new ArrayList<>();
    base.editions().stream()
        .filter(edition -> edition.version() > gone.current().version())
        .forEach(editions::add);
    editions.addAll(gone.editions());
    return new RuleRecord(gone.name(), gone.key(), Definitions.last(editions));
  }
}
