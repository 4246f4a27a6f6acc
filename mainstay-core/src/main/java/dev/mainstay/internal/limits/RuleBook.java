package dev.mainstay.internal.limits;

import dev.mainstay.spi.LimitStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The rules of one namespace, held under a lease that is renewed while they are used. */
final class RuleBook {
  private final LimitStore store;
  private final String namespace;
  private final AtomicReference<@Nullable CompletableFuture<Rules>> asking =
      new AtomicReference<>();
  private volatile @Nullable Rules last;

  RuleBook(LimitStore store, String namespace) {
    this.store = store;
    this.namespace = namespace;
  }

  /** The rules, where they count now; ages them no further than need be. */
  @Nullable Rules counting() {
    Rules rules = last;
    if (rules == null) {
      return null;
    }
    long now = System.nanoTime();
    if (rules.isAged(now) && asking.get() == null) {
      var unused = ask();
    }
    return rules.count(now) ? rules : null;
  }

  /** The rules as they were read last, whether they count or not. */
  @Nullable Rules last() {
    return last;
  }

  /** The rules, read where they do not count. */
  CompletionStage<Rules> current() {
    Rules rules = counting();
    return rules == null ? ask() : CompletableFuture.completedFuture(rules);
  }

  /** The rules by a question that is sent after this call, or by one that is on its way. */
  CompletionStage<Rules> ask() {
    CompletableFuture<Rules> mine = new CompletableFuture<>();
    CompletableFuture<Rules> other = asking.compareAndExchange(null, mine);
    if (other != null) {
      return other;
    }
    read(mine);
    return mine;
  }

  /** The rules by a question that is sent after this call. */
  CompletionStage<Rules> fresh() {
    CompletableFuture<Rules> underWay = asking.get();
    return underWay == null
        ? ask()
        : underWay.handle((rules, failed) -> true).thenCompose(any -> ask());
  }

  private void read(CompletableFuture<Rules> mine) {
    Rules known = last;
    long sent = System.nanoTime();
    CompletionStage<Optional<dev.mainstay.spi.Catalogue>> reply;
    try {
      reply = store.catalogue(namespace, known == null ? -1 : known.version());
    } catch (RuntimeException e) {
      asking.set(null);
      mine.completeExceptionally(e);
      return;
    }
    var unused =
        reply.whenComplete(
            (changed, failed) -> {
              if (failed == null) {
                last =
                    changed
                        .map(catalogue -> Rules.of(catalogue, sent))
                        .orElseGet(() -> known == null ? null : known.renewed(sent));
              }
              asking.set(null);
              Rules now = last;
              if (failed != null || now == null) {
                mine.completeExceptionally(
                    failed == null ? new IllegalStateException("no catalogue") : failed);
              } else {
                mine.complete(now);
              }
            });
  }
}
