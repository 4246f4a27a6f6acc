package dev.mainstay.tck.model;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at every state that a protocol can come to, the near ones first. */
final class Checker {
  private static final int MOST = 5_000_000;

  private Checker() {}

  /**
   * What was found.
   *
   * @param states how many were looked at
   * @param way the shortest way to a state that is broken; empty where there is none
   */
  record Checked<S>(int states, List<S> way) {
    boolean isBroken() {
      return !way.isEmpty();
    }
  }

  static <S> Checked<S> check(Protocol<S> protocol) {
    Map<S, Optional<S>> before = new HashMap<>();
    Deque<S> toDo = new ArrayDeque<>();
    before.put(protocol.start(), Optional.empty());
    toDo.add(protocol.start());
    while (true) {
      @Nullable S state = toDo.poll();
      if (state == null) {
        return new Checked<>(before.size(), List.of());
      }
      if (protocol.isBroken(state)) {
        return new Checked<>(before.size(), way(state, before));
      }
      for (S next : protocol.next(state)) {
        if (before.putIfAbsent(next, Optional.of(state)) == null) {
          toDo.add(next);
        }
      }
      if (before.size() > MOST) {
        throw new IllegalStateException("more than " + MOST + " states");
      }
    }
  }

  private static <S> List<S> way(S end, Map<S, Optional<S>> before) {
    LinkedList<S> way = new LinkedList<>();
    for (Optional<S> at = Optional.of(end);
        at.isPresent();
        at = before.getOrDefault(at.get(), Optional.empty())) {
      way.addFirst(at.get());
    }
    return Collections.unmodifiableList(way);
  }
}
