package dev.mainstay.server.http;

import dev.mainstay.Mainstay;
import dev.mainstay.limits.Limit;
import dev.mainstay.limits.Limits;
import dev.mainstay.limits.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The limits of a namespace, with those that the configuration defines from its first use on. */
final class OpenLimits {
  private static final int MOST = 1_000;

  private final Mainstay mainstay;
  private final Map<String, Limit> definitions;
  private final Map<String, Limits> opened = new ConcurrentHashMap<>();

  OpenLimits(Mainstay mainstay, Map<String, Limit> definitions) {
    this.mainstay = mainstay;
    this.definitions = definitions;
  }

  Limits limits(String namespace) {
    Limits known = opened.get(namespace);
    if (known != null) {
      return known;
    }
    // Callers choose namespaces: those beyond the bound work, and are not remembered.
    return opened.size() < MOST ? opened.computeIfAbsent(namespace, this::open) : open(namespace);
  }

  private Limits open(String namespace) {
    Limits limits = mainstay.limits(namespace);
    definitions.forEach(limits::limiter);
    return limits;
  }

  /** The rules in force, and those that come into force with the first take. */
  List<Rule> withDefined(List<Rule> stored) {
    List<Rule> all = new ArrayList<>();
    for (Rule rule : stored) {
      all.add(rule.key() == null ? later(rule).orElse(rule) : rule);
    }
    definitions.forEach(
        (name, limit) -> {
          if (all.stream().noneMatch(rule -> rule.name().equals(name))) {
            all.add(new Rule(name, null, limit, 0));
          }
        });
    all.sort(
        Comparator.comparing(Rule::name)
            .thenComparing(rule -> rule.key() == null ? "" : rule.key()));
    return all;
  }

  /** The rule of a name as the next take will find it. */
  Optional<Rule> withDefined(String name, Optional<Rule> stored) {
    return stored.isPresent()
        ? stored.flatMap(rule -> later(rule).or(() -> stored))
        : Optional.ofNullable(definitions.get(name)).map(limit -> new Rule(name, null, limit, 0));
  }

  /** What the next take puts in a rule's place; its version is not known before. */
  private Optional<Rule> later(Rule rule) {
    Limit own = definitions.get(rule.name());
    return own != null && own.revision() > rule.limit().revision()
        ? Optional.of(new Rule(rule.name(), null, own, 0))
        : Optional.empty();
  }
}
