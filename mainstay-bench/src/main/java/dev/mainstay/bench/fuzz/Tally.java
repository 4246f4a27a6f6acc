package dev.mainstay.bench.fuzz;

import dev.mainstay.errors.MainstayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What came of many trials. For many threads. */
final class Tally {
  private static final int KEPT = 5;

  private long trials;
  private long found;
  private long refused;
  private long foreign;
  private long wrong;
  private final List<String> findings = new ArrayList<>();

  synchronized void trial() {
    trials++;
  }

  /** The session that the token was issued for. */
  synchronized void found() {
    found++;
  }

  /** Somebody else's session. */
  synchronized void wrong(String what) {
    wrong++;
    keep("wrong identity: " + what);
  }

  /** An exception: one of Mainstay's own, or not. */
  synchronized void failed(Throwable thrown, String what) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof MainstayException) {
      refused++;
    } else {
      foreign++;
      keep(cause + " after " + what);
    }
  }

  private void keep(String finding) {
    if (findings.size() < KEPT) {
      findings.add(finding);
    }
  }

  synchronized long trials() {
    return trials;
  }

  synchronized long foundCount() {
    return found;
  }

  synchronized long refusedCount() {
    return refused;
  }

  synchronized long foreignCount() {
    return foreign;
  }

  synchronized long wrongCount() {
    return wrong;
  }

  /** The first few things that must not be. */
  synchronized List<String> findings() {
    return List.copyOf(findings);
  }
}
