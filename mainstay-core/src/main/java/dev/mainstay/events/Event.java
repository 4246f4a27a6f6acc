package dev.mainstay.events;

/** Something that happened. Events carry no secret and no value of a user's. */
public sealed interface Event {

  /**
   * An operation of a capability ended.
   *
   * @param operation as in {@code sessions.find}
   * @param outcome as in {@code live}, {@code gone}, {@code unavailable}
   * @param nanos how long the caller waited
   */
  record OperationEnded(String operation, String outcome, long nanos) implements Event {}

  /**
   * A call to the store ended.
   *
   * @param role {@code state} or {@code cache}
   * @param command the command or the script's name, as in {@code HGETALL} or {@code
   *     sessions/update}
   * @param outcome {@code ok}, {@code timeout}, {@code disconnected}, {@code refused}, {@code
   *     overload} or {@code error}
   * @param nanos from sending to the answer
   */
  record StoreCallEnded(String role, String command, String outcome, long nanos) implements Event {}

  /**
   * The link to a store changed its state.
   *
   * @param role {@code state} or {@code cache}
   * @param state {@code up}, {@code stalled} or {@code down}
   * @param detail why, for a log
   */
  record LinkChanged(String role, String state, String detail) implements Event {}

  /**
   * A touch was not taken: the session lives on until the end that it had.
   *
   * @param why the kind of failure, as in {@code OOM} or {@code timeout}
   */
  record TouchRefused(String why) implements Event {}

  /**
   * Stored bytes were not what Mainstay writes; they were passed over.
   *
   * @param what {@code session}, {@code attribute}, {@code index}, {@code event} or {@code entry}
   */
  record PayloadRejected(String what) implements Event {}

  /**
   * A cache answered what it should not have: somebody changed the source and invalidated nothing,
   * or a promise was broken.
   *
   * @param cache its name
   * @param where {@code near}, where a process kept what the store no longer had, or {@code source}
   * @param key the first 16 hex digits of the SHA-256 of the key as it is spelled: who knows the
   *     key finds it, and nobody reads it
   */
  record StaleFound(String cache, String where, String key) implements Event {}

  /**
   * What other services published of a cache's keys was heard, or may have been missed.
   *
   * @param cache its name
   * @param outcome {@code heard}; {@code foreign} where what the channel names is no key; {@code
   *     missed} where nobody heard for a while
   */
  record InvalidationHeard(String cache, String outcome) implements Event {}

  /**
   * A session's event was handed to the listener of a subscription.
   *
   * @param kind {@code created}, {@code expired} or {@code ended}
   * @param outcome {@code ok}; {@code again} where it was handed out before; {@code failed} where
   *     the listener threw and will be asked again; {@code dropped} where it will not
   */
  record SessionEventTold(String kind, String outcome) implements Event {}

  /**
   * The source of a cache is asked less than it could be, since loads fail or too many run, or as
   * before again.
   *
   * @param cache its name
   * @param state {@code open} or {@code closed}, as of a circuit breaker
   * @param detail why, for a log
   */
  record SourceChanged(String cache, String state, String detail) implements Event {}
}
