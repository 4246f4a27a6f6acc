package dev.mainstay.internal.limits;

import dev.mainstay.errors.MainstayException;
import dev.mainstay.errors.StoreFaultException;
import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.internal.Breaker;
import dev.mainstay.limits.Decision;
import dev.mainstay.limits.OnSilence;
import dev.mainstay.spi.Charge;
import java.util.List;
import java.util.concurrent.CompletionException;

/** How asks end that the store did not decide: by what the rules, as last known, say of that. */
final class Unanswered {
  private final Resolver resolver;
  private final RuleBook book;
  private final Breaker breaker;
  private final Silence silence;

  Unanswered(Resolver resolver, RuleBook book, Breaker breaker, Silence silence) {
    this.resolver = resolver;
    this.book = book;
    this.breaker = breaker;
    this.silence = silence;
  }

  /** Something that was asked then went wrong. */
  void fail(List<Ask> asks, long began, Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
    if (cause instanceof StoreUnavailableException || cause instanceof StoreRefusedException) {
      breaker.failed(began);
      asks.forEach(ask -> undecided(ask, String.valueOf(cause.getMessage())));
      return;
    }
    MainstayException known =
        cause instanceof MainstayException ours
            ? ours
            : new StoreFaultException("limits.take", "failed unexpectedly", cause);
    asks.forEach(ask -> ask.completeExceptionally(known));
  }

  /** Its deadline has come, whatever it waits for. */
  void overdue(Ask ask) {
    breaker.failed(ask.began);
    undecided(ask, "limits.take: no decision after " + ask.age() / 1_000_000 + " ms, all told");
  }

  /** The store was not asked, or did not say. */
  void undecided(Ask ask, String cause) {
    if (ask.isDone()) {
      return;
    }
    List<Charge> charges = resolver.lastKnown(ask.takes, book.last());
    if (charges == null) {
      ask.complete(new Decision.Undecided(true, OnSilence.PASS, cause));
      return;
    }
    try {
      Requests.refuseTwice(charges);
      Decision listed = Listed.decide(charges);
      ask.complete(listed != null ? listed : silence.decide(charges, ask.costs(), cause));
    } catch (RuntimeException e) {
      // Nobody waits for ever for a mistake of ours.
      ask.completeExceptionally(e);
    }
  }
}
