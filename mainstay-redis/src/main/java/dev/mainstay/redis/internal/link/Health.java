package dev.mainstay.redis.internal.link;

import dev.mainstay.events.Event;
import dev.mainstay.redis.RedisUrl;
import dev.mainstay.redis.ServerAddress;
import dev.mainstay.redis.StoreState;
import dev.mainstay.redis.StoreState.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The condition of one server's connection; each change is told once, to the log and to the
 * listener. What it becomes depends on what it is, so one at a time says so: a heartbeat that is
 * missed while the connection breaks does not bring back that it is up.
 */
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int MOST_REASONS = 16;

  private final String role;
  private final String where;
  private final Traffic traffic;
  private volatile boolean closing;
  private final Set<String> reasons = new HashSet<>();
  private volatile StoreState state =
      new StoreState(Condition.DOWN, Instant.now(), Duration.ZERO, 0, "not connected yet");

  Health(Wiring wiring, ServerAddress address) {
    RedisUrl url = wiring.options().url();
    this.role = wiring.options().role();
    this.where = url.servers().size() == 1 ? url.toString() : address.toString();
    this.traffic = wiring.traffic();
  }

  StoreState state() {
    return state;
  }

  /** A heartbeat was answered. */
  void answered(long roundTripNanos) {
    Duration trip = Duration.ofNanos(roundTripNanos);
    become(Condition.UP, trip, 0, "answers");
  }

  /** The connection is made and the login done. */
  synchronized void connected() {
    become(Condition.UP, state.lastRoundTrip(), 0, "connected");
  }

  /** A heartbeat was not answered in time. */
  synchronized void missed(int misses, boolean stalled) {
    StoreState now = state;
    Condition condition = stalled ? Condition.STALLED : now.condition();
    String detail = misses + " heartbeats without an answer";
    become(condition, now.lastRoundTrip(), misses, stalled ? detail : now.detail());
  }

  /** The connection is gone; a stalled store stays stalled until it answers. */
  synchronized void disconnected(String why) {
    StoreState now = state;
    if (now.condition() != Condition.STALLED) {
      become(Condition.DOWN, now.lastRoundTrip(), now.misses(), why);
    }
  }

  /**
   * An attempt to connect failed; each reason is told to the log once for each time that the server
   * is away, however often they take turns.
   */
  synchronized void notConnected(String why) {
    boolean away = state.condition() != Condition.UP && !closing;
    if (away && reasons.size() < MOST_REASONS && reasons.add(why)) {
      LOG.warn("No connection to the {} store at {}: {}", role, where, why);
    }
  }

  private void tell(Condition condition, String detail) {
    String message = "The {} store at {} is {}: {}";
    if (condition == Condition.UP || closing) {
      LOG.info(message, role, where, condition.word(), detail);
    } else {
      LOG.warn(message, role, where, condition.word(), detail);
    }
  }

  /** From now on the loss of the connection is no surprise. */
  void closing() {
    closing = true;
  }

  private synchronized void become(Condition condition, Duration trip, int misses, String detail) {
    StoreState before = state;
    boolean changed = before.condition() != condition;
    Instant since = changed ? Instant.now() : before.since();
    state = new StoreState(condition, since, trip, misses, detail);
    if (changed) {
      reasons.clear();
      tell(condition, detail);
      traffic.tell(new Event.LinkChanged(role, condition.word(), detail));
    }
  }
}
