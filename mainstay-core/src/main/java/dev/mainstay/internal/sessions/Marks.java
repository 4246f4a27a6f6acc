package dev.mainstay.internal.sessions;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/**
 * What this process changed of sessions, so that it reads its own changes at once: the store's word
 * of them comes over another connection, and may come after the answer to the change.
 *
 * <p>Changes are counted. Each leaves its number where the session, the user or the namespace that
 * it is of has its place, before the store is asked and when it has answered; what was read since
 * an earlier number does not count there any more. Places are few and shared by what has the same
 * hash: so nothing has to be looked for and nothing is ever forgotten, and a change of one at times
 * costs another one reading.
 */
final class Marks {
  private static final int PLACES = 1 << 14;

  /** Places of their own: one that a user shared with a namespace would end all that is in it. */
  private static final int NAMESPACES = 1 << 8;

  private static final int USER = 0x9e3779b9;

  private final AtomicLong changes = new AtomicLong();
  private final AtomicLongArray last = new AtomicLongArray(PLACES + NAMESPACES);

  /** The place of a session, by its public handle, which is random. */
  static int session(String id) {
    return place(id.hashCode());
  }

  /** The place of a user. */
  static int user(String namespace, String user) {
    return place((31 * namespace.hashCode() + user.hashCode()) ^ USER);
  }

  /** The place of a whole namespace. */
  static int namespace(String namespace) {
    return PLACES + (mixed(namespace.hashCode()) & NAMESPACES - 1);
  }

  private static int place(int hash) {
    return mixed(hash) & PLACES - 1;
  }

  private static int mixed(int hash) {
    int mixed = hash * USER;
    return mixed ^ mixed >>> 16;
  }

  /** How many changes there were; what is read from now on counts from here. */
  long now() {
    return changes.get();
  }

  /** Whether nothing changed at a place since then. */
  boolean isUnchanged(int place, long since) {
    return last.get(place) <= since;
  }

  /** Changes something: by its end nothing counts there that was read before. */
  <T> CompletionStage<T> during(int place, Supplier<CompletionStage<T>> change) {
    mark(place);
    return change.get().whenComplete((done, failed) -> mark(place));
  }

  /** Of two at once the higher stays. */
  private void mark(int place) {
    last.accumulateAndGet(place, changes.incrementAndGet(), Math::max);
  }
}
