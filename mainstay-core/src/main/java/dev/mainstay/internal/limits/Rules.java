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
  }

  private Rules(Catalogue catalogue, Map<String, Family> families, long asked) {
    this.catalogue = catalogue;
    this.families = families;
    this.asked = asked;
  }

  static Rules of(Catalogue catalogue, long asked) {
    Map<String, Family> families = new HashMap<>();
    for (RuleRecord rule : catalogue.rules()) {
      Family family = families.computeIfAbsent(rule.name(), any -> new Family());
      if (rule.key() == null) {
        family.all = rule;
      } else {
        family.own.put(rule.key(), rule);
      }
    }
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

  List<RuleRecord> all() {
    return catalogue.rules();
  }

  /** The rule that holds for a key; {@code null} where nobody defined the limit. */
  @Nullable RuleRecord find(String name, String key) {
    Family family = families.get(name);
    if (family == null) {
      return null;
    }
    RuleRecord own = family.own.isEmpty() ? null : family.own.get(key);
    return own == null ? family.all : own;
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
