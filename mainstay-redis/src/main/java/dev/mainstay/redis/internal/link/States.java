package dev.mainstay.redis.internal.link;

import dev.mainstay.redis.StoreState;
import dev.mainstay.redis.StoreState.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What the conditions of several servers make together. */
final class States {
  private static final Comparator<StoreState> SLOWEST =
      Comparator.comparing(StoreState::lastRoundTrip);

  private States() {}

  /** The state of a store whose keys these servers share; down where there is none. */
  static StoreState of(List<Server> servers) {
    List<StoreState> states = servers.stream().map(Server::state).toList();
    if (states.size() == 1) {
      return states.get(0);
    }
    return states.isEmpty()
        ? new StoreState(Condition.DOWN, Instant.now(), Duration.ZERO, 0, "no primary is known")
        : together(servers, states);
  }

  private static StoreState together(List<Server> servers, List<StoreState> states) {
    List<StoreState> away =
        states.stream().filter(state -> state.condition() != Condition.UP).toList();
    StoreState slowest = states.stream().max(SLOWEST).orElseThrow();
    if (away.isEmpty()) {
      Instant since =
          states.stream().map(StoreState::since).max(Comparator.naturalOrder()).orElseThrow();
      return new StoreState(
          Condition.UP, since, slowest.lastRoundTrip(), 0, "all primaries answer");
    }
    String which =
        servers.stream()
            .filter(server -> server.state().condition() != Condition.UP)
            .map(server -> server.address() + " is " + server.state().condition().word())
            .collect(Collectors.joining(", "));
    StoreState first = away.stream().min(Comparator.comparing(StoreState::since)).orElseThrow();
    return new StoreState(
        away.size() == states.size() ? first.condition() : Condition.PARTIAL,
        first.since(),
        slowest.lastRoundTrip(),
        away.stream().mapToInt(StoreState::misses).max().orElse(0),
        which);
  }
}
