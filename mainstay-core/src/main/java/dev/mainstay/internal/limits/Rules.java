package dev.mainstay.internal.limits;

import dev.mainstay.spi.Catalogue;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.spi.TakeCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a namespace as they were when they were asked for; a value.
 *
 * <p>They count for {@link #LEASE} from the moment in which the question was sent. A change answers
 * later than that after it was written: by then each process has asked anew, or has no rules to
 * decide by. No clocks are compared.
 */
final class Rules {
  /** For so long what was read counts, in nanoseconds. */
  static final long LEASE = 200_000_000;

  /** From this age on they are renewed beside the decisions. */
  static final long AGED = 80_000_000;

  private final Catalogue catalogue;
  private final Map<String, Family> families;
  private final long asked;

  /** A limit's rule and those of single keys. */
  private static final class Family {
    private @Nullable RuleRecord all;
    private final Map<String, RuleRecord> own = new HashMap<>();
    private final Map<String, RuleRecord> gone = new HashMap<>();

    private void add(RuleRecord rule) {
      if (rule.key() == null) {
        all = rule;
      } else {
        (rule.isGone() ? gone : own).put(rule.key(), rule);
      }
    }

    /** A key whose rule was removed goes on by the one for all, by a version of its own. */
    private void join() {
      RuleRecord base = all;
      if (base != null) {
        gone.replaceAll((key, rule) -> Removal.joined(base, rule));
      }
    }

    private @Nullable RuleRecord find(String key) {
      RuleRecord found = own.isEmpty() ? null : own.get(key);
      if (found == null && !gone.isEmpty() && all != null) {
        found = gone.get(key);
      }
      return found == null ? all : found;
    }
  }

  private Rules(Catalogue catalogue, Map<String, Family> families, long asked) {
    this.catalogue = catalogue;
    this.families = families;
    this.asked = asked;
  }

  static Rules of(Catalogue catalogue, long asked) {
    Map<String, Family> families = new HashMap<>();
    for (RuleRecord rule : catalogue.rules()) {
      families.computeIfAbsent(rule.name(), any -> new Family()).add(rule);
    }
    families.values().forEach(Family::join);
    return new Rules(catalogue, families, asked);
  }

  /** The same, found unchanged by a question that was sent later. */
  Rules renewed(long later) {
    return new Rules(catalogue, families, later);
  }

  boolean count(long now) {
    return now - asked < LEASE;
  }

  boolean isAged(long now) {
    return now - asked >= AGED;
  }

  long version() {
    return catalogue.version();
  }

  /** Those that are there. */
  List<RuleRecord> all() {
    return catalogue.rules().stream().filter(rule -> !rule.isGone()).toList();
  }

  /** All of a limit, also what its rules of single keys were that are gone. */
  List<RuleRecord> records(String name) {
    return catalogue.rules().stream().filter(rule -> rule.name().equals(name)).toList();
  }

  /** The rule that holds for a key; {@code null} where nobody defined the limit. */
  @Nullable RuleRecord find(String name, String key) {
    Family family = families.get(name);
    return family == null ? null : family.find(key);
  }

  /** The rule that holds for all keys that have none of their own. */
  @Nullable RuleRecord base(String name) {
    Family family = families.get(name);
    return family == null ? null : family.all;
  }

  /** The rule of one key. */
  @Nullable RuleRecord own(String name, String key) {
    Family family = families.get(name);
    return family == null ? null : family.own.get(key);
  }

  /** Whether by these rules a call would be what it was by those that it was made by. */
  boolean decideAs(Rules then, TakeCall call) {
    if (version() == then.version()) {
      return true;
    }
    for (Charge charge : call.charges()) {
      RuleRecord rule = find(charge.key().limit(), charge.key().key());
      if (rule == null || rule.current().version() != charge.version()) {
        return false;
      }
    }
    return true;
  }
}
