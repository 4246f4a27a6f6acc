package dev.mainstay.internal.cache;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The siblings of each name, for as long as somebody keeps one: names may come from requests. */
final class Families {
  private final Map<Name, Named> known = new HashMap<>();
  private final ReferenceQueue<Siblings> over = new ReferenceQueue<>();

  private record Name(String namespace, String cache) {}

  private static final class Named extends WeakReference<Siblings> {
    final Name name;

    Named(Name name, Siblings siblings, ReferenceQueue<Siblings> over) {
      super(siblings, over);
      this.name = name;
    }
  }

  /** Those of a cache, the first time made. */
  synchronized Siblings of(Spelling<?> spelling, Supplier<Siblings> first) {
    for (Reference<?> gone = over.poll(); gone != null; gone = over.poll()) {
      known.remove(((Named) gone).name, gone);
    }
    Name name = new Name(spelling.namespace(), spelling.cache());
    Named kept = known.get(name);
    Siblings siblings = kept == null ? null : kept.get();
    if (siblings == null) {
      siblings = first.get();
      known.put(name, new Named(name, siblings, over));
    }
    return siblings;
  }
}
