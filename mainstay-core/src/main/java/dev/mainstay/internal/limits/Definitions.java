package dev.mainstay.internal.limits;

import dev.mainstay.errors.UndefinedException;
import dev.mainstay.limits.Inherit;
import dev.mainstay.limits.Limit;
import dev.mainstay.spi.Edition;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.RuleRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules that programs bring along, and the one way in which any rule is changed. */
final class Definitions {
  private static final int TRIES = 20;

  private final LimitStore store;
  private final String namespace;
  private final RuleBook book;
  private final Map<String, Limit> declared = new ConcurrentHashMap<>();

  Definitions(LimitStore store, String namespace, RuleBook book) {
    this.store = store;
    this.namespace = namespace;
    this.book = book;
  }

  /** A change of the catalogue: what is put and what is dropped. */
  record Change(List<RuleRecord> put, List<RuleRecord> drop) {}

  /** This program's own definition; the last one said holds. */
  void declare(String name, Limit limit) {
    declared.put(name, limit);
  }

  @Nullable Limit declared(String name) {
    return declared.get(name);
  }

  /**
   * The rule to decide by.
   *
   * @return {@code null} where this program's own definition has to be published first
   * @throws UndefinedException where there is none
   */
  @Nullable RuleRecord rule(Rules rules, String name, String key) {
    RuleRecord found = rules.find(name, key);
    Limit own = declared.get(name);
    if (own == null) {
      if (found == null) {
        throw undefined(name);
      }
      return found;
    }
    return isLate(rules, name, own) ? null : found;
  }

  static UndefinedException undefined(String name) {
    return new UndefinedException(
        "limit", name, "define it, as in limits.limiter(\"" + name + "\", Limit.of(…))");
  }

  private static boolean isLate(Rules rules, String name, Limit own) {
    RuleRecord base = rules.base(name);
    return base == null || base.current().limit().revision() < own.revision();
  }

  /** Publishes what this program defines and the store lacks. */
  CompletionStage<Rules> publish(List<String> names) {
    return change(
        rules -> {
          List<RuleRecord> late = new ArrayList<>();
          for (String name : Set.copyOf(names)) {
            Limit own = declared.get(name);
            if (own != null && isLate(rules, name, own)) {
              late.add(edition(rules, name, null, own, Inherit.ADDITIVE));
            }
          }
          return new Change(late, List.of());
        });
  }

  /** A rule and what it was before, as it will be with the next version. */
  static RuleRecord edition(
      Rules rules, String name, @Nullable String key, Limit limit, Inherit inherit) {
    List<Edition> editions = new ArrayList<>();
    editions.add(new Edition(rules.version() + 1, limit, inherit));
    RuleRecord before = key == null ? rules.base(name) : rules.find(name, key);
    if (before != null) {
      editions.addAll(before.editions());
    }
    return new RuleRecord(name, key, last(editions));
  }

  /** So many as are remembered. */
  static List<Edition> last(List<Edition> editions) {
    return List.copyOf(editions.subList(0, Math.min(editions.size(), RuleRecord.EDITIONS)));
  }

  /**
   * Changes the catalogue as it is, again and again where others come first.
   *
   * @param change what to do; nothing to put and nothing to drop where nothing is
   * @return the rules with it
   */
  CompletionStage<Rules> change(Function<Rules, Change> change) {
    return change(change, TRIES);
  }

  private CompletionStage<Rules> change(Function<Rules, Change> change, int tries) {
    return book.fresh()
        .thenCompose(
            rules -> {
              Change todo = change.apply(rules);
              if (todo.put().isEmpty() && todo.drop().isEmpty()) {
                return CompletableFuture.completedFuture(rules);
              }
              return store
                  .publish(namespace, rules.version(), todo.put(), todo.drop())
                  .thenCompose(
                      done -> done || tries == 1 ? book.fresh() : change(change, tries - 1));
            });
  }
}
