package dev.mainstay.internal.cache;

import dev.mainstay.spi.Entry;
import dev.mainstay.spi.Entry.TagMark;
import dev.mainstay.spi.Invalidations;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the tags of one cache stand, as far as it is known in this process; so many at most. */
final class NearTags {
  private final Invalidations invalidations;
  private final String namespace;
  private final String cache;
  private final long maxAge;
  private final int most;
  private final Map<String, NearTag> tags = new ConcurrentHashMap<>();

  NearTags(Invalidations invalidations, String namespace, String cache, long maxAge, int most) {
    this.invalidations = invalidations;
    this.namespace = namespace;
    this.cache = cache;
    this.maxAge = maxAge;
    this.most = most;
  }

  /** The tags of an entry; nothing is asked for those that are known. */
  NearTag[] of(Entry entry) {
    return entry.tags().stream().map(mark -> at(mark.tag())).toArray(NearTag[]::new);
  }

  private NearTag at(String tag) {
    NearTag known = tags.get(tag);
    if (known != null && known.isOfUse(invalidations.nanos(), maxAge)) {
      return known;
    }
    if (known != null) {
      known.close();
    }
    NearTag mine = made(tag);
    NearTag other = tags.putIfAbsent(tag, mine);
    if (other != null) {
      return other;
    }
    bound();
    var unused =
        invalidations
            .watchTag(namespace, cache, tag, mine)
            .exceptionally(failed -> Optional.empty())
            .thenAccept(mine::read);
    return mine;
  }

  private NearTag made(String tag) {
    AtomicReference<@Nullable NearTag> itself = new AtomicReference<>();
    NearTag made = new NearTag(() -> tags.remove(tag, itself.get()));
    itself.set(made);
    return made;
  }

  private void bound() {
    Iterator<NearTag> any = tags.values().iterator();
    while (tags.size() > most && any.hasNext()) {
      any.next().close();
    }
  }

  /** Whether the tags of an entry have not moved; empty where that is not known. Never fails. */
  static CompletionStage<Optional<Boolean>> stand(NearTag[] all, Entry entry) {
    CompletableFuture<?>[] read = new CompletableFuture<?>[all.length];
    for (int i = 0; i < all.length; i++) {
      read[i] = all[i].moved();
    }
    return CompletableFuture.allOf(read).thenApply(done -> compared(all, entry.tags()));
  }

  private static Optional<Boolean> compared(NearTag[] all, List<TagMark> marks) {
    boolean stand = true;
    for (int i = 0; i < all.length; i++) {
      Optional<Long> moved = all[i].moved().join();
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      stand &= moved.get() == marks.get(i).moved();
    }
    return Optional.of(stand);
  }

  /** What was known of tags counts no more. */
  void forget(List<String> moved) {
    for (String tag : moved) {
      NearTag known = tags.get(tag);
      if (known != null) {
        known.close();
      }
    }
  }
}
