package dev.mainstay.internal.sessions;

import dev.mainstay.sessions.Found;
import dev.mainstay.sessions.Session;
import dev.mainstay.spi.SessionKey;
import dev.mainstay.spi.Watch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session that is being found, or was: so it is there before the store is asked, and what changes
 * meanwhile marks it. It holds the token that found it for as long as it is kept.
 */
final class NearFind extends Watch {
  final String token;
  final SessionKey key;
  final NearNamespace namespace;

  /** How many changes this process had made when it began. */
  final long began;

  private final NearFinds finds;
  private final int session;
  private int user;
  private Found.@Nullable Live live;
  private long until;
  private volatile long nextUse;

  NearFind(NearFinds finds, String token, SessionKey key, NearNamespace namespace, long began) {
    this.finds = finds;
    this.token = token;
    this.key = key;
    this.namespace = namespace;
    this.began = began;
    this.session = Marks.session(key.id());
    this.user = session;
  }

  /**
   * It is found, and about to be kept.
   *
   * @param end then it counts no more, by the clock of the proofs
   * @param firstUse its uses are of interest from then on
   */
  void holds(Found.Live found, long end, long firstUse) {
    String whose = found.session().user();
    if (whose != null) {
      user = Marks.user(key.namespace(), whose);
    }
    live = found;
    until = end;
    nextUse = firstUse;
  }

  /** Whether it may be answered; allocates nothing. */
  boolean counts(Marks marks, int whole, long now, long most) {
    return until - now > 0
        && stands(now, most)
        && namespace.stands(now, most)
        && marks.isUnchanged(session, began)
        && marks.isUnchanged(user, began)
        && marks.isUnchanged(whole, began);
  }

  /** What is answered; once it holds that. */
  Found.Live live() {
    return Objects.requireNonNull(live);
  }

  /** The session that is answered; once it holds that. */
  Session session() {
    return live().session();
  }

  /** Whether a use now is of interest; the next one is only after a pause. */
  boolean isUseOfInterest(long now, long pause) {
    if (now - nextUse < 0) {
      return false;
    }
    nextUse = now + pause;
    return true;
  }

  @Override
  protected void ended() {
    finds.left(this);
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return "NearFind[" + key.id() + "]";
  }
}
