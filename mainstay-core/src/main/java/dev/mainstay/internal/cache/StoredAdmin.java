package dev.mainstay.internal.cache;

import dev.mainstay.cache.AsyncCacheAdmin;
import dev.mainstay.cache.CacheAdmin;
import dev.mainstay.cache.CacheSize;
import dev.mainstay.cache.Inspected;
import dev.mainstay.codec.Names;
import dev.mainstay.errors.InvalidValueException;
import dev.mainstay.spi.CacheStore;
import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Sight;
import dev.mainstay.spi.Survey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What operators ask of one cache, in the words of its store. */
record StoredAdmin<K>(Spelling<K> spelling, CacheStore store, Packing<?> packing)
    implements AsyncCacheAdmin<K> {

  @Override
  public CompletionStage<Inspected> inspect(K key) {
    return store.inspect(spelling.key(key)).thenApply(this::told);
  }

  private Inspected told(Sight sight) {
    if (sight instanceof Sight.Value value) {
      return told(value);
    }
    if (sight instanceof Sight.Leased leased) {
      return new Inspected.Leased(kept(leased.room()));
    }
    if (sight instanceof Sight.Written written) {
      return new Inspected.Written(kept(written.room()), written.writers());
    }
    return sight instanceof Sight.Foreign foreign
        ? new Inspected.Foreign(kept(foreign.room()))
        : new Inspected.Absent();
  }

  private Inspected told(Sight.Value value) {
    Entry head = value.head();
    List<Inspected.Tag> tags = new ArrayList<>();
    for (int i = 0; i < head.tags().size(); i++) {
      tags.add(new Inspected.Tag(head.tags().get(i).tag(), value.stand().get(i)));
    }
    return new Inspected.Value(
        kept(value.room()),
        value.payload(),
        packing.age(head),
        Duration.ofMillis(Math.max(0, packing.left(head))),
        head.loadTime(),
        head.schema(),
        !packing.isForeign(head),
        head.isAbsent(),
        List.copyOf(tags));
  }

  private static Inspected.Kept kept(Sight.Room room) {
    return new Inspected.Kept(room.bytes(), room.left(), room.idle());
  }

  @Override
  public CompletionStage<CacheSize> size() {
    return survey("", 0, CacheAdmin.MEASURED).thenApply(StoredAdmin::size);
  }

  private static CacheSize size(Survey survey) {
    double mean = survey.measured() == 0 ? 0 : (double) survey.bytes() / survey.measured();
    return new CacheSize(survey.entries(), Math.round(mean * survey.entries()), survey.measured());
  }

  @Override
  public CompletionStage<List<String>> keys(String prefix, int most) {
    if (most < 1 || most > CacheAdmin.MOST_KEYS) {
      throw new InvalidValueException("most", most + " is not within 1 to " + CacheAdmin.MOST_KEYS);
    }
    if (!prefix.isEmpty()) {
      Names.check("prefix", prefix);
    }
    return survey(prefix, most, 0).thenApply(Survey::names);
  }

  private CompletionStage<Survey> survey(String prefix, int names, int measured) {
    return store.survey(spelling.namespace(), spelling.cache(), prefix, names, measured);
  }
}
