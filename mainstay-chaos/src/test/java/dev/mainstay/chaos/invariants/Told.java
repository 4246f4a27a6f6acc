package dev.mainstay.chaos.invariants;

import dev.mainstay.chaos.faults.Fault;
import dev.mainstay.chaos.faults.Strike;
import dev.mainstay.chaos.history.Answer;
import dev.mainstay.chaos.history.Hiccups;
import dev.mainstay.chaos.history.Operation;
import dev.mainstay.chaos.history.Outcome;
import dev.mainstay.chaos.history.Subject;
import dev.mainstay.chaos.history.Verb;
import dev.mainstay.sessions.Gone.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A history told by hand, in milliseconds. */
final class Told {
  static final String ADA = "ada";
  static final Subject S = Subject.session(ADA, "s");
  static final Outcome GONE = new Outcome.Ok(new Answer.Gone(Reason.REVOKED));
  static final Outcome UNKNOWN = new Outcome.Unknown("unavailable");
  static final Outcome FAILED = new Outcome.Failed("unavailable");

  private final List<Operation> operations = new ArrayList<>();
  private final List<Strike> strikes = new ArrayList<>();
  private Hiccups hiccups = Hiccups.NONE;

  /** A fault that explains nothing but what is not answered. */
  enum Blow implements Fault {
    BLOW;

    @Override
    public Duration recovery() {
      return Duration.ofMillis(10);
    }

    @Override
    public boolean explains(Operation operation) {
      return operation.outcome().why().equals("unavailable");
    }
  }

  static Outcome live(Subject subject, long counter) {
    return new Outcome.Ok(new Answer.Live(subject.user(), subject.session(), counter));
  }

  static Outcome live() {
    return live(S, 0);
  }

  static Outcome ended(int sessions) {
    return new Outcome.Ok(new Answer.Ended(sessions));
  }

  /** A session was started, from 0 to 1 ms. */
  static Told session() {
    return new Told().at(0, 1, Verb.START, Subject.user(ADA), live());
  }

  Told at(long begin, long end, Verb verb, Subject subject, Outcome outcome) {
    return by("one", begin, end, verb, subject, outcome);
  }

  Told by(String who, long begin, long end, Verb verb, Subject subject, Outcome outcome) {
    operations.add(new Operation(who, verb, subject, ms(begin), ms(end), outcome));
    return this;
  }

  Told at(long begin, long end, Verb verb, Outcome outcome) {
    return at(begin, end, verb, S, outcome);
  }

  Told struck(long begin, long end) {
    strikes.add(new Strike(Blow.BLOW, ms(begin), ms(end)));
    return this;
  }

  Told hiccup(long begin, long end) {
    hiccups = new Hiccups(List.of(new Hiccups.Span(ms(begin), ms(end))));
    return this;
  }

  Evidence evidence() {
    return new Evidence("told by hand", operations, strikes, hiccups);
  }

  Finding check(Invariant invariant) {
    return invariant.check(evidence());
  }

  private static long ms(long millis) {
    return millis * 1_000_000;
  }
}
