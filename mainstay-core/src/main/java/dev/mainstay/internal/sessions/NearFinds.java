package dev.mainstay.internal.sessions;

import dev.mainstay.near.Near;
import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Session;
import dev.mainstay.spi.Credential;
import dev.mainstay.spi.NearStore;
import dev.mainstay.spi.SessionInvalidations;
import dev.mainstay.spi.SessionStore;
import dev.mainstay.time.StoreClock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one namespace that this process keeps, by the tokens that found them.
 *
 * <p>A hit is a look at what is kept: that the connection which it was read over proved itself no
 * longer ago than is allowed, that the same holds of the namespace, that this process changed
 * nothing of it since, and that its time is not over. Only what is proved by a current secret is
 * kept, and never that something is gone: a token that is refused is asked for each time.
 *
 * <p>What is near is used all the same: of its uses those are noted that would be worth a touch,
 * the first of a pause for all of it, so that a hit is cheap while a note waits.
 */
final class NearFinds {
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

  /** The pause is a fraction of the idle time that nobody notices. */
  private static final int PAUSES = 40;

  /** After so long a namespace is watched anew whose last watch was never of any use. */
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);

  private final String namespace;
  private final int whole;
  private final SessionInvalidations invalidations;
  private final StoreClock clock;
  private final Touches touches;
  private final Marks marks;
  private final long maxNanos;
  private final NearStore<String, NearFind> store;
  private final AtomicReference<@Nullable NearNamespace> watched = new AtomicReference<>();

  NearFinds(
      String namespace,
      Near how,
      SessionInvalidations invalidations,
      StoreClock clock,
      Touches touches,
      Marks marks) {
    this.namespace = namespace;
    this.whole = Marks.namespace(namespace);
    this.invalidations = invalidations;
    this.clock = clock;
    this.touches = touches;
    this.marks = marks;
    this.maxNanos = how.maxAge().toNanos();
    this.store = invalidations.store(how.entries(), NearFind::close);
    invalidations.prove(how.maxAge());
  }

  /** What may be answered; {@code null} where nothing may. */
  Found.@Nullable Live hit(String token) {
    NearFind find = store.get(token);
    if (find == null) {
      return null;
    }
    long now = invalidations.nanos();
    if (!find.counts(marks, whole, now, maxNanos)) {
      return null;
    }
    if (find.isUseOfInterest(now, pause(find.session()))) {
      touches.used(find.key, find.session());
    }
    return find.live();
  }

  private static long pause(Session session) {
    return Math.min(LONGEST_PAUSE, session.idle().toNanos() / PAUSES);
  }

  /** Asks a store, and keeps what it answers where that can be. */
  CompletionStage<Found> ask(SessionStore asked, String token, Credential credential) {
    NearNamespace stands = namespace();
    if (stands == null) {
      return asked.find(credential);
    }
    NearFind find = new NearFind(this, token, credential.key(), stands, marks.now());
    return asked
        .find(credential, find)
        .whenComplete(
            (found, failed) -> {
              if (found instanceof Found.Live live) {
                keep(find, live);
              } else {
                find.close();
              }
            });
  }

  /**
   * What finds can stand on that begin now, if there is that. So a find begins after the answer
   * that its namespace stands on, and an answer that is of before a revocation is not taken for one
   * of after it.
   */
  private @Nullable NearNamespace namespace() {
    NearNamespace known = watched.get();
    if (known == null || !known.isUsable(invalidations.nanos(), maxNanos)) {
      return known == null || known.isReplaceable(RETRY) ? anew(known) : null;
    }
    return known;
  }

  private @Nullable NearNamespace anew(@Nullable NearNamespace known) {
    NearNamespace next = new NearNamespace();
    if (!watched.compareAndSet(known, next)) {
      return null;
    }
    if (known != null) {
      known.close();
    }
    var unused =
        invalidations
            .watchNamespace(namespace, next)
            .whenComplete((done, failed) -> next.answered(failed == null));
    return next.isUsable(invalidations.nanos(), maxNanos) ? next : null;
  }

  private void keep(NearFind find, Found.Live found) {
    Session session = found.session();
    long millis = clock.millis();
    long now = invalidations.nanos();
    long left = session.idleExpiresAt().toEpochMilli() - millis;
    long seen = session.lastSeenAt().toEpochMilli();
    long firstUse = Math.max(0, seen + session.idle().toMillis() / 10 - millis);
    find.holds(
        found,
        now + TimeUnit.MILLISECONDS.toNanos(left),
        now + TimeUnit.MILLISECONDS.toNanos(firstUse));
    NearFind before = store.put(find.token, find);
    if (before != null) {
      before.close();
    }
    if (!find.counts(marks, whole, now, maxNanos)) {
      find.close();
    }
  }

  /** It counts no more. */
  void left(NearFind find) {
    store.remove(find.token, find);
  }
}
