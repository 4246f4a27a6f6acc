package dev.mainstay.server.ops;

import dev.mainstay.redis.StoreState;
import dev.mainstay.redis.StoreState.Condition;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * How this process is.
 *
 * <ul>
 *   <li><b>live</b>: it answers. Only restarting helps one that is not.
 *   <li><b>ready</b>: requests can be served: the state store answers heartbeats, a part of its
 *       primaries at least, and this process is not draining. Send traffic elsewhere while it is
 *       not; restarting does not help.
 *   <li><b>degraded</b>: ready, and a part is missing: some primaries of the state store are away
 *       (the users of the others are served, and no other process would do better), it refuses
 *       writes (existing sessions go on), or the cache store does not answer (what it keeps can be
 *       recomputed).
 * </ul>
 *
 * <p>What a server's configuration puts at risk is no health: it does not change by itself, and an
 * alarm that always rings is none. It stands in {@code /v1/about} and in the log at start.
 *
 * @param ready whether requests can be served
 * @param reasons what is wrong; empty where nothing is
 */
record Health(boolean ready, List<Reason> reasons) {

  /**
   * One thing that is wrong.
   *
   * @param code {@code store-down}, {@code store-stalled}, {@code store-partial}, {@code
   *     writes-refused} or {@code draining}
   * @param role whose store; empty where it is none's
   * @param detail a sentence for a human
   */
  record Reason(String code, String role, String detail) {}

  /** One store, and what is known of it. */
  record Seen(StoreView store, StoreInfo info) {}

  /** The health by what is known; asks nobody. */
  static Health of(List<Seen> stores, RefusedWrites refused, boolean draining) {
    boolean ready = !draining;
    List<Reason> reasons = new ArrayList<>();
    if (draining) {
      reasons.add(new Reason("draining", "", "The server is shutting down."));
    }
    for (Seen seen : stores) {
      StoreView store = seen.store();
      boolean keepsState = store.role().equals("state");
      StoreState state = store.state();
      if (state.condition() != Condition.UP) {
        ready &= !keepsState || state.condition() == Condition.PARTIAL;
        reasons.add(unreachable(store.role(), state));
      } else if (keepsState) {
        refused
            .code()
            .or(() -> WriteTrouble.in(seen.info()))
            .ifPresent(code -> reasons.add(writesRefused(code)));
      }
    }
    return new Health(ready, List.copyOf(reasons));
  }

  /** Ready, and something is wrong. */
  boolean degraded() {
    return ready && !reasons.isEmpty();
  }

  /** {@code up}, {@code degraded} or {@code down}. */
  String status() {
    return degraded() ? "degraded" : ready ? "up" : "down";
  }

  private static Reason unreachable(String role, StoreState state) {
    String what =
        switch (state.condition()) {
          case PARTIAL ->
              "Some of the store's primaries are away since %s (%s); the others answer.";
          case STALLED -> "The store is connected and does not answer since %s.";
          case DOWN, UP -> "There is no connection to the store since %s.";
        };
    String since = state.since().truncatedTo(ChronoUnit.MILLIS).toString();
    return new Reason(
        "store-" + state.condition().word(), role, what.formatted(since, state.detail()));
  }

  private static Reason writesRefused(String code) {
    String why =
        switch (code) {
          case "OOM" -> "its memory is full; raise maxmemory or keep less";
          case "MISCONF" -> "it cannot save to its disk; look at its log and the disk";
          case "READONLY" -> "it is a replica; point --store at the primary";
          case "NOREPLICAS" -> "too few replicas are in sync; look at them";
          default -> "it says " + code;
        };
    return new Reason(
        "writes-refused",
        "state",
        "The store answers reads and refuses writes (%s): %s.".formatted(code, why));
  }
}
