package dev.mainstay.internal.limits;

import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.limits.Settled;
import dev.mainstay.spi.Charge;
import dev.mainstay.spi.Charge.Adoption;
import dev.mainstay.spi.LimitKey;
import dev.mainstay.spi.LimitStore;
import dev.mainstay.spi.RuleRecord;
import dev.mainstay.spi.Taken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Settles a reservation by the rule that holds now, whatever rule it was made by. */
final class Settling {
  /** So often the rule or what is counted may change meanwhile. */
  private static final int TRIES = 40;

  private final LimitStore store;
  private final RuleBook book;
  private final String name;
  private final long permits;
  private final boolean last;
  private int tries;

  Settling(LimitStore store, RuleBook book, String name, long permits, boolean last) {
    this.store = store;
    this.book = book;
    this.name = name;
    this.permits = permits;
    this.last = last;
  }

  CompletionStage<Settled> settle(LimitKey key, RuleRecord rule) {
    return ask(key, rule, null);
  }

  private CompletionStage<Settled> ask(LimitKey key, RuleRecord rule, @Nullable Adoption adoption) {
    if (++tries > TRIES) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException(
              "limits.settle", "the rules change too often", Applied.NO, Duration.ZERO, null));
    }
    long version = rule.current().version();
    Charge charge = new Charge(key, rule.current().limit(), version, adoption);
    return store
        .settle(List.of(charge), name, permits, last)
        .thenCompose(taken -> answered(key, rule, taken));
  }

  private CompletionStage<Settled> answered(LimitKey key, RuleRecord rule, Taken taken) {
    if (taken instanceof Taken.Ended ended) {
      return CompletableFuture.completedFuture(ended.settled());
    }
    if (taken instanceof Taken.Outdated outdated) {
      return ask(key, rule, Adopting.adopt(outdated, rule));
    }
    return book.fresh().thenCompose(rules -> again(key, rules));
  }

  /** Another process has charged by a newer rule. */
  private CompletionStage<Settled> again(LimitKey key, Rules rules) {
    RuleRecord rule = rules.find(key.limit(), key.key());
    if (rule == null) {
      throw Definitions.undefined(key.limit());
    }
    return ask(key, rule, null);
  }
}
