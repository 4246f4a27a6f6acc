package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.history.Verb;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The lives of all sessions that were seen, read from a history. */
final class Lives {
  private final Map<String, Life> bySession = new HashMap<>();
  private final Map<String, Map<String, Life>> byUser = new HashMap<>();

  private Lives() {}

  /**
   * Reads them.
   *
   * @param late how long after its client gave up an operation may still be done
   */
  static Lives of(Evidence evidence, Duration late) {
    Lives lives = new Lives();
    evidence.operations().forEach(lives::begin);
    for (Operation operation : evidence.operations()) {
      lives.concerned(operation).forEach(life -> life.note(operation, late.toNanos()));
    }
    return lives;
  }

  /** A session whose start nobody confirmed begins when it is first seen. */
  private void begin(Operation operation) {
    operation
        .live()
        .filter(live -> !bySession.containsKey(live.session()))
        .ifPresent(
            live -> {
              Life life = Life.of(operation);
              bySession.put(live.session(), life);
              byUser.computeIfAbsent(live.user(), any -> new HashMap<>()).put(live.session(), life);
            });
  }

  private Collection<Life> concerned(Operation operation) {
    return operation.verb() == Verb.REVOKE_ALL
        ? ofUser(operation.subject().user()).values()
        : of(operation.subject()).stream().toList();
  }

  /** The session that a subject is a token of. */
  Optional<Life> of(Subject subject) {
    return of(subject.session());
  }

  /** The session of a handle. */
  Optional<Life> of(String session) {
    return Optional.ofNullable(bySession.get(session));
  }

  /** A user's sessions by their handles. */
  Map<String, Life> ofUser(String user) {
    return byUser.getOrDefault(user, Map.of());
  }
}
