package dev.mainstay.tck.weather;

import dev.mainstay.errors.StoreRefusedException;
import dev.mainstay.errors.StoreUnavailableException;
import dev.mainstay.errors.StoreUnavailableException.Applied;
import dev.mainstay.tck.weather.Call.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All calls of all callers, and what they saw that may not be. */
final class History {
  private final long start = System.nanoTime();
  private final Collection<Call> calls = new ConcurrentLinkedQueue<>();
  private final Collection<String> violations = new ConcurrentLinkedQueue<>();

  /** How a call ended, with its value where it ended well. */
  record Attempt<T>(Outcome outcome, @Nullable T value) {
    boolean isOk() {
      return outcome == Outcome.OK;
    }

    boolean isUnknown() {
      return outcome == Outcome.UNKNOWN;
    }
  }

  <T> Attempt<T> call(int caller, String operation, Supplier<T> call) {
    long begin = System.nanoTime();
    try {
      T value = call.get();
      return note(caller, operation, begin, Outcome.OK, value, "");
    } catch (StoreRefusedException refused) {
      return note(caller, operation, begin, Outcome.FAILED, null, refused.code());
    } catch (StoreUnavailableException away) {
      Outcome outcome = away.applied() == Applied.NO ? Outcome.FAILED : Outcome.UNKNOWN;
      return note(caller, operation, begin, outcome, null, "unavailable");
    } catch (RuntimeException wrong) {
      violation(operation + " failed with what is no failure of a store: " + wrong);
      return note(caller, operation, begin, Outcome.UNKNOWN, null, wrong.getClass().getName());
    }
  }

  private <T> Attempt<T> note(
      int caller, String operation, long begin, Outcome outcome, @Nullable T value, String detail) {
    calls.add(new Call(caller, operation, begin, System.nanoTime(), outcome, detail));
    return new Attempt<>(outcome, value);
  }

  void violation(String what) {
    violations.add("at " + millis(System.nanoTime()) + " ms " + what);
  }

  /** An instant, in milliseconds after the start. */
  long millis(long nanoTime) {
    return (nanoTime - start) / 1_000_000;
  }

  List<Call> calls() {
    return new ArrayList<>(calls);
  }

  List<String> violations() {
    return new ArrayList<>(violations);
  }
}
