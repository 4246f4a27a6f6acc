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
  private long dropped;
  private long ended;
  private long misread;
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

  /** The session that was due, without the attribute that was damaged. */
  synchronized void dropped() {
    dropped++;
  }

  /** No session any more, since one attribute of it was damaged. */
  synchronized void ended() {
    ended++;
  }

  /** An attribute with a value that was never written there, or one that was missing. */
  synchronized void misread(String what) {
    misread++;
    keep("misread: " + what);
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

  synchronized long droppedCount() {
    return dropped;
  }

  synchronized long endedCount() {
    return ended;
  }

  synchronized long misreadCount() {
    return misread;
  }

  /** The first few things that must not be. */
  synchronized List<String> findings() {
    return List.copyOf(findings);
  }
}
