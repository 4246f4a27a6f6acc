package dev.mainstay.cache;

/**
 * The end of the transaction that the calling thread is in, as its manager tells of it. With
 * Spring: {@code end -> registerSynchronization(new TransactionSynchronization() { public void
 * afterCompletion(int status) { end.run(); } })}.
 */
@FunctionalInterface
public interface Completion {
  /** Has this run once after the transaction ended, whether it was committed or not. */
  void afterCompletion(Runnable end);
}
